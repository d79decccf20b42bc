import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject } from 'zod-openapi';
import type * as z from 'zod';
import * as failures from './failures.ts';

/** What the document says of a function. */
export type Operation = Omit<ZodOpenApiOperationObject, 'operationId'> & { readonly summary: string };

export function answer(description: string, schema: z.ZodType, example?: unknown): ZodOpenApiResponseObject {
  return { description, content: { 'application/json': { schema, ...(example !== undefined && { example }) } } };
}

/** The key stands in the security schemes, not among the parameters. */
export const query = (parameters: z.ZodObject) => parameters.omit({ code: true, clientId: true });

/** The failures of every call. */
export const always = { 500: failures.broken, 503: failures.unavailable };
/** And of those that not everyone may make. */
export const keyed = { 401: failures.unauthorized, 403: failures.forbidden, ...always };

export function listing(tag: string, summary: string, parameters: z.ZodObject, page: z.ZodType): Operation {
  return {
    tags: [tag],
    summary,
    requestParams: { query: query(parameters) },
    responses: { 200: answer('A page.', page), 400: failures.badRequest, ...keyed },
  };
}
