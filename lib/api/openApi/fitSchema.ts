import type { CreateDocumentOptions } from 'zod-openapi';
import type * as z from 'zod';

/** Whether a text is matched in any case: a pattern of JSON Schema cannot say so. */
function ignoresCase({ _zod: { def } }: z.core.$ZodTypes): boolean {
  const checks = def.checks ?? [];
  return checks.some(({ _zod: { def: check } }) => {
    const pattern: unknown = 'pattern' in check ? check.pattern : undefined;
    return pattern instanceof RegExp && pattern.ignoreCase;
  });
}

/** Fits what zod makes of a schema to the document. */
export const fitSchema: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, zodSchema, io }) => {
  // Answers may grow: who reads them passes over what it does not know.
  if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  // Every number of JSON that is safe to read has this limit.
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  // The format says it in one word.
  if (jsonSchema.format === 'date-time' || ignoresCase(zodSchema)) delete jsonSchema.pattern;
};
