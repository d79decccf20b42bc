import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { glob } from 'node:fs/promises';
import * as z from 'zod';
import { isRow, type Row } from '../../lib/model/row.ts';

export const folder = resolve(import.meta.dirname, '../../infra/logic-apps');

// https://learn.microsoft.com/azure/logic-apps/workflow-definition-language-schema
const schema =
  'https://schema.management.azure.com/providers/Microsoft.Logic/schemas/2016-06-01/workflowdefinition.json#';
const parameter = z.strictObject({ type: z.enum(['String', 'SecureString']) });
const settled = z.enum(['Succeeded', 'Failed', 'Skipped', 'TimedOut']);
const definition = z.strictObject({
  $schema: z.literal(schema),
  contentVersion: z.literal('1.0.0.0'),
  parameters: z.record(z.string(), parameter),
  triggers: z.record(z.string(), z.looseObject({ type: z.enum(['Request', 'Recurrence']) })),
  actions: z.record(z.string(), z.unknown()),
  outputs: z.strictObject({}),
});
const consumption = z.strictObject({
  definition,
  parameters: z.record(z.string(), z.strictObject({ value: z.string() })),
});
const standard = z.strictObject({ definition, kind: z.literal('Stateful') });
export const workflow = z.union([consumption, standard]);

const runAfter = z.record(z.string(), z.array(settled).min(1)).default({});
const method = z.enum(['GET', 'POST', 'DELETE']);
const request = {
  method,
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
  authentication: z
    .strictObject({ type: z.literal('ManagedServiceIdentity'), audience: z.literal("@parameters('audience')") })
    .optional(),
};
const http = z.strictObject({ ...request, uri: z.string() });
const common = {
  runAfter,
  limit: z.strictObject({ timeout: z.string().regex(/^PT\d+[HM]$/) }).optional(),
  runtimeConfiguration: z
    .strictObject({ secureData: z.strictObject({ properties: z.tuple([z.literal('inputs')]) }) })
    .optional(),
};
const functionId = z
  .string()
  .regex(/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft.Web\/sites\/[^/]+\/functions\/\w+$/);
const branch = z.record(z.string(), z.unknown());

// https://learn.microsoft.com/azure/logic-apps/logic-apps-workflow-actions-triggers
const action = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('Http'), inputs: http, ...common }),
  z.strictObject({
    type: z.literal('HttpWebhook'),
    inputs: z.strictObject({ subscribe: http, unsubscribe: z.strictObject({}) }),
    ...common,
  }),
  z.strictObject({
    type: z.literal('Function'),
    inputs: z.strictObject({
      ...request,
      function: z.union([z.strictObject({ id: functionId }), z.strictObject({ connectionName: z.string() })]),
    }),
    ...common,
  }),
  z.strictObject({
    type: z.literal('Query'),
    inputs: z.strictObject({ from: z.string(), where: z.string() }),
    ...common,
  }),
  z.strictObject({
    type: z.literal('Select'),
    inputs: z.strictObject({ from: z.string(), select: z.string() }),
    ...common,
  }),
  z.strictObject({
    type: z.literal('Response'),
    kind: z.literal('Http'),
    inputs: z.strictObject({ statusCode: z.int().min(200).max(599), body: z.unknown() }),
    operationOptions: z.literal('Asynchronous'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('Terminate'),
    inputs: z.strictObject({
      runStatus: z.literal('Failed'),
      runError: z.strictObject({ code: z.string(), message: z.string() }),
    }),
    ...common,
  }),
  z.strictObject({
    type: z.literal('If'),
    expression: z.looseObject({}),
    actions: branch,
    else: z.strictObject({ actions: branch }),
    ...common,
  }),
]);
export type Action = z.infer<typeof action>;

/** An action with its name and those that are over when it begins. */
export interface Placed {
  readonly name: string;
  readonly action: Action;
  readonly before: ReadonlySet<string>;
}

/** Who is over before an action of a branch begins; throws where it runs after one that is not beside it, or after itself. */
function beforeOf(actions: ReadonlyMap<string, Action>, name: string, path: readonly string[]): readonly string[] {
  if (path.includes(name)) throw new Error(`${[...path, name].join(' runs after ')}: a circle.`);
  const found = actions.get(name);
  if (!found) throw new Error(`${path.at(-1) ?? ''} runs after ${name}, which is not beside it.`);
  return Object.keys(found.runAfter).flatMap((one) => [one, ...beforeOf(actions, one, [...path, name])]);
}

/** Every action, branches included. */
export function placeActions(branches: Row, outer: readonly string[] = []): readonly Placed[] {
  const actions = new Map(Object.entries(branches).map(([name, value]) => [name, action.parse(value)]));
  return [...actions].flatMap(([name, one]): readonly Placed[] => {
    const before = [...outer, ...beforeOf(actions, name, [])];
    const inner = one.type === 'If' ? [one.actions, one.else.actions] : [];
    return [{ name, action: one, before: new Set(before) }, ...inner.flatMap((rows) => placeActions(rows, before))];
  });
}

/** Every text of a value, without the branches of a condition. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isRow(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The texts that belong to an action itself. */
export function ownTexts({ action: one }: Placed): readonly string[] {
  const own = Object.entries(one).filter(([name]) => name !== 'actions' && name !== 'else');
  return own.flatMap(([, value]) => textsIn(value));
}

/** The expressions of a text: all of it behind @, or what stands in @{…}. https://learn.microsoft.com/azure/logic-apps/workflow-definition-language-schema#expressions */
export function expressionsIn(text: string): readonly string[] {
  if (text.startsWith('@') && !text.startsWith('@{')) return [text.slice(1)];
  return [...text.matchAll(/@\{([^}]*)\}/g)].map(([, expression = '']) => expression);
}

/** The workflows by their names, as texts. */
export async function readWorkflows(): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const file of glob('{*.json,standard/*/workflow.json}', { cwd: folder })) {
    found.set(file.replace(/\.json$/, ''), readFileSync(resolve(folder, file), 'utf8'));
  }
  return found;
}
