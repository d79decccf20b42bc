import type * as z from 'zod';

/** A request that cannot be served, with the field that is wrong and the rule it breaks. */
export interface BadRequest {
  readonly state: 'bad';
  readonly message: string;
  readonly target: string;
}

const zodsOwn = 'Invalid input: ';

/** The first fault of a body, with the field at fault. */
export function toBadRequest({ issues }: z.ZodError, schema: z.ZodObject, bodyRule: string): BadRequest {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    return {
      state: 'bad',
      target: field,
      message: `The field ${JSON.stringify(field)} is unknown. Known fields: ${Object.keys(schema.shape).join(', ')}.`,
    };
  }
  const target = issue?.path.map(String).join('.') ?? '';
  if (issue === undefined || target === '') return { state: 'bad', target: 'body', message: bodyRule };
  const { message } = issue;
  const rule = message.startsWith(zodsOwn) ? `has a wrong type: ${message.slice(zodsOwn.length)}` : message;
  return { state: 'bad', target, message: `The field ${target} ${rule}.` };
}
