import * as z from 'zod';

export const nextLink = z
  .string()
  .meta({
    format: 'uri',
    description:
      'The next page, to be followed as it is and with the key; absent at the end. A page may be empty and still go on.',
  })
  .exactOptional();

/** A collection: `{value, nextLink}`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ value: z.array(item), nextLink });
}
