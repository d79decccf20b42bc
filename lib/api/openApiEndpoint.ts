import type { HttpResponseInit } from '@azure/functions';
import { baseUrl, type Call } from './answers.ts';

/** The contract of this API, made from the schemas that it reads and answers by. */
export async function getOpenApi({ context, request }: Call): Promise<HttpResponseInit> {
  // Loaded when asked for: a cold start has no use for it.
  const { describeApi } = await import('./openApi/describeApi.ts');
  return { jsonBody: describeApi(baseUrl(context, request), context.settings.callers) };
}
