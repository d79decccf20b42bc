import { createDocument, type ZodOpenApiPathItemObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { version } from '../../scan/context.ts';
import type { Callers } from '../../settings.ts';
import { routes } from '../routes.ts';
import { fitSchema } from './fitSchema.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { securityOf } from './security.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const description =
  'A serverless security posture scanner for Azure. Start a scan, follow its Location to the end, then read its findings. Answers may grow: pass over properties that you do not know.';

const tags = [
  { name: 'Scans', description: 'Start scans, follow them, end them.' },
  { name: 'Results', description: 'What a scan found, and what it could not see.' },
  { name: 'Exemptions', description: 'Risks that somebody accepted for a time.' },
  { name: 'Catalogue', description: 'What is checked, and what can be read.' },
  { name: 'App', description: 'The app itself.' },
];

function pathItem(operationId: string, method: string, operation: Operation): ZodOpenApiPathItemObject {
  return { [method.toLowerCase()]: { operationId, ...operation } };
}

function describePaths(): ZodOpenApiPathsObject {
  const known: Readonly<Record<string, Operation>> = operations;
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const [name, { methods, route }] of Object.entries(routes)) {
    const path = `/api/${route}`;
    const operation = known[name];
    if (operation !== undefined) paths[path] = { ...paths[path], ...pathItem(name, methods[0], operation) };
  }
  return paths;
}

/** The OpenAPI 3.1 document of the API at `baseUrl`. */
export function describeApi(baseUrl: string, callers: Callers): OpenApiDocument {
  const { security, securitySchemes } = securityOf(callers);
  return createDocument(
    {
      openapi: '3.1.1',
      info: { title: 'Vigil', version, description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: baseUrl }],
      tags,
      security,
      paths: describePaths(),
      components: { securitySchemes },
    },
    { override: fitSchema },
  );
}
