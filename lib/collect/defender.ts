import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Arm } from '../azure/arm.ts';
import type { Source } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { refusalOf, unread } from './refusal.ts';

export type PlanSource = Extract<Source, { from: 'defenderPlan' }>;

function pinApiVersion(apiVersion: string): PipelinePolicy {
  return {
    name: 'pinApiVersion',
    sendRequest: (request, next) => {
      const url = new URL(request.url);
      url.searchParams.set('api-version', apiVersion);
      request.url = url.toString();
      return next(request);
    },
  };
}

// The pipeline signs; the client only insists on being given something.
const signedByPipeline: TokenCredential = { getToken: () => Promise.resolve(null) };

async function getPricing(arm: Arm, source: PlanSource, subscriptionId: string): Promise<PipelineResponse | undefined> {
  const { SecurityCenter } = await import('@azure/arm-security');
  const client = new SecurityCenter(signedByPipeline, subscriptionId, {
    $host: arm.endpoint,
    endpoint: arm.endpoint,
    pipeline: arm.pipeline.clone(),
    httpClient: arm.httpClient,
    additionalPolicies: [{ policy: pinApiVersion(source.apiVersion), position: 'perCall' }],
  });
  let wire: PipelineResponse | undefined;
  // The client's models flatten the answer and drop fields of newer versions, so the wire is read instead.
  await client.pricings.get(source.plan, { onResponse: (response) => (wire = response) });
  return wire;
}

/**
 * A plan of Defender for Cloud as it came over the wire.
 * https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get
 */
export async function readPlan(arm: Arm, source: PlanSource, subject: Subject): Promise<Read<readonly Row[]>> {
  const answer = await arm.settle(() => getPricing(arm, source, subject.subscriptionId));
  if (answer.status !== 200) return refusalOf(answer, source.permission);
  return isRow(answer.body)
    ? { state: 'read', value: [answer.body] }
    : unread('malformed', `the plan ${source.plan} is no JSON object in Azure's answer`);
}
