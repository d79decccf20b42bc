import * as z from 'zod';

/** The one error shape of the API. */
export const failureAnswer = z
  .object({
    error: z.object({
      code: z.string().describe('For programs: it does not change.'),
      message: z.string().describe('For people: what failed, on what, and what to do.'),
      target: z.string().nullable().describe('The field or parameter at fault; null where there is none.'),
    }),
  })
  .meta({ id: 'Failure' });
