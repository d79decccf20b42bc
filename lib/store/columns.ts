import * as z from 'zod';
import type { Properties, Value } from './text.ts';

export const schemaNumber = 1;

/** A column that holds JSON text; absent means null. */
export function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
export const text = z.string().default('');
export const time = z.string().nullable().default(null);
export const count = z.number().int().min(0);

/**
 * A record as table properties, with the schema number that every row carries: what is not a text, number or boolean
 * becomes JSON; null is left out.
 */
export function toProperties(record: Readonly<Record<string, unknown>>): Properties {
  const properties: Record<string, Value> = { schema: schemaNumber };
  for (const [name, value] of Object.entries(record)) {
    if (value === null || value === undefined) continue;
    const plain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    properties[name] = plain ? value : JSON.stringify(value);
  }
  return properties;
}
