import * as z from 'zod';
import { exemptionRequestBody } from '../../scan/exemptionRequest.ts';
import { exemptionIdParameter, pageParameters } from '../parameters.ts';
import type { routes } from '../routes.ts';
import { exemptionAnswer, exemptionsPage } from '../schemas/exemption.ts';
import { exampleExemption, exemptionExamples } from './examples.ts';
import * as failures from './failures.ts';
import { answer, keyed, listing, type Operation } from './operation.ts';

const ofExemption = z.object({ exemptionId: exemptionIdParameter });
const ofExemptionFailures = { 400: failures.badRequest, 404: failures.noSuchExemption, ...keyed };
const exemptionHeaders = z.object({
  Location: z.string().meta({ format: 'uri', description: 'Where the exemption is read, and deleted.' }),
});

export const exemptionOperations = {
  listExemptions: listing('Exemptions', 'List exemptions, those that expired included', pageParameters, exemptionsPage),
  createExemption: {
    tags: ['Exemptions'],
    summary: 'Accept a risk for a time',
    description:
      'Covers every finding that matches each field given: at least one of check, resourceId, resourceGroup, subscription and tag, at most one of the three places. A finding that is covered keeps its verdict, is marked, and leaves the score and the exit code until the exemption expires.',
    requestBody: {
      required: true,
      content: { 'application/json': { schema: exemptionRequestBody, examples: exemptionExamples } },
    },
    responses: {
      201: { ...answer('The exemption.', exemptionAnswer, exampleExemption), headers: exemptionHeaders },
      400: failures.badRequest,
      409: failures.tooManyExemptions,
      413: failures.bodyTooLarge,
      ...keyed,
    },
  },
  getExemption: {
    tags: ['Exemptions'],
    summary: 'Get an exemption',
    requestParams: { path: ofExemption },
    responses: { 200: answer('The exemption.', exemptionAnswer, exampleExemption), ...ofExemptionFailures },
  },
  deleteExemption: {
    tags: ['Exemptions'],
    summary: 'Take an exemption back',
    requestParams: { path: ofExemption },
    responses: {
      204: { description: 'Its findings count again; scans that ended keep what they came to. No body.' },
      ...ofExemptionFailures,
    },
  },
} satisfies Partial<Readonly<Record<keyof typeof routes, Operation>>>;
