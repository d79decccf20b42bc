import * as z from 'zod';

/** What is told of the document itself: its shape is OpenAPI's own, https://spec.openapis.org/oas/v3.1.1. */
export const openApiAnswer = z
  .object({
    openapi: z.string(),
    info: z.object({ title: z.string(), version: z.string() }),
  })
  .meta({ id: 'OpenApi', description: 'See https://spec.openapis.org/oas/v3.1.1 for the whole of it.' });
