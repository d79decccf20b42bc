import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { isRow, type Row } from '../../lib/model/row.ts';
import { loadApp } from '../../lib/local/host/loadApp.ts';
import { createLog } from '../../lib/local/host/log.ts';
import { catalogue } from '../../lib/checks/index.ts';
import { parseScanRequest } from '../../lib/scan/request.ts';
import { operationsOf, readContract, valueIn } from '../api/support/contract.ts';
import { operationAt } from '../api/support/expectDocumented.ts';
import {
  expressionsIn,
  folder,
  ownTexts,
  placeActions,
  readWorkflows,
  textsIn,
  workflow,
  type Placed,
} from './workflowDefinition.ts';

const contract = readContract();
const texts = await readWorkflows();
const workflows = [...texts].map(([name, text]) => ({ name, parsed: workflow.parse(JSON.parse(text)) }));
const placedIn = (name: string): readonly Placed[] =>
  workflows.filter((one) => one.name === name).flatMap(({ parsed }) => placeActions(parsed.definition.actions));
const everyAction = workflows.flatMap(({ name }) => placedIn(name).map((placed) => ({ name, placed })));

// https://learn.microsoft.com/azure/logic-apps/workflow-definition-language-functions-reference
const functions = new Set(
  'and body coalesce concat contains decodeUriComponent empty equals first if item join json length listCallbackUrl not outputs parameters string sub take triggerBody workflow'.split(
    ' ',
  ),
);

/** The request of an action to the app, as method and path; undefined where it goes elsewhere. */
function requestOf({
  action,
}: Placed): { readonly method: string; readonly path: string; readonly body: unknown } | undefined {
  if (action.type === 'Function')
    return { method: action.inputs.method, path: '/api/runScan', body: action.inputs.body };
  const inputs =
    action.type === 'Http' ? action.inputs : action.type === 'HttpWebhook' ? action.inputs.subscribe : undefined;
  if (!inputs?.uri.startsWith("@{parameters('vigil')}")) return undefined;
  const path = inputs.uri.slice("@{parameters('vigil')}".length).replaceAll(/@\{[^}]*\}/g, 'x');
  return { method: inputs.method, path, body: inputs.body };
}

/** The schema of what an action's body is; the end of a scan for what starts one. */
function bodySchema(scope: readonly Placed[], name: string): unknown {
  const placed = scope.find((one) => one.name === name);
  if (placed?.action.type === 'Query') return schemaOf(scope, placed, placed.action.inputs.from);
  const asked = placed && requestOf(placed);
  if (!asked) throw new Error(`Nothing is known of the body of ${name}.`);
  const operationId = operationAt(asked.method, asked.path.split('?')[0] ?? '');
  const operation = operationsOf(contract).find((one) => one.operationId === operationId)?.operation;
  const answer = asked.method === 'POST' ? 202 : 200;
  return valueIn(contract, operation, 'responses', answer, 'content', 'application/json', 'schema');
}

/** Every alternative of a schema, references followed. */
function alternatives(schema: unknown): readonly Row[] {
  const plain = valueIn(contract, schema);
  if (!isRow(plain)) return [];
  const several = plain['anyOf'] ?? plain['oneOf'];
  return Array.isArray(several) ? several.flatMap(alternatives) : [plain];
}

/** Below a schema along names; throws where a name is not one of its properties. */
function below(schema: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => {
    const found = alternatives(at).flatMap((one) => {
      const property = isRow(one['properties']) ? one['properties'][name] : undefined;
      return property === undefined ? [] : [property];
    });
    if (found.length === 0) throw new Error(`There is no ${name} in ${names.join('.')}.`);
    return found.length === 1 ? found[0] : { anyOf: found };
  }, schema);
}

const namesIn = (chain: string): readonly string[] =>
  [...chain.matchAll(/\?\['([^']+)'\]/g)].map(([, name = '']) => name);
const chain = String.raw`((?:\?\['[^']+'\])*)`;

/** The schema of the first body or item list that an expression names. */
function schemaOf(scope: readonly Placed[], placed: Placed, expression: string): unknown {
  const found = new RegExp(String.raw`.*body\('(\w+)'\)${chain}`).exec(expression);
  if (!found) throw new Error(`${placed.name} takes its items from ${expression}.`);
  return below(bodySchema(scope, found[1] ?? ''), namesIn(found[2] ?? ''));
}

/** What the items of an action's `from` are. */
function itemSchema(scope: readonly Placed[], placed: Placed): unknown {
  if (placed.action.type !== 'Query' && placed.action.type !== 'Select')
    throw new Error(`${placed.name} has no items.`);
  const lists = alternatives(schemaOf(scope, placed, placed.action.inputs.from));
  return { anyOf: lists.flatMap(({ items }) => (items === undefined ? [] : [items])) };
}

test('there is a definition for each way and both plans', () => {
  expect([...texts.keys()].toSorted()).toEqual([
    'function',
    'functionWithIdentity',
    'nightlyTeams',
    'polling',
    'pollingWithIdentity',
    'releaseGate',
    'standard/scan/workflow',
    'standard/scanWithIdentity/workflow',
    'webhook',
    'webhookWithIdentity',
  ]);
});

describe.each(workflows)('$name', ({ name, parsed }) => {
  const { definition } = parsed;
  const placed = placedIn(name);

  test('has one trigger, and actions with names of their own that run in an order', () => {
    expect(Object.keys(definition.triggers)).toHaveLength(1);
    expect(new Set(placed.map((one) => one.name)).size).toBe(placed.length);
    expect(placed.length).toBeGreaterThan(1);
  });

  test('declares each parameter that it uses, gives it a value, and uses each', () => {
    const used = new Set(
      textsIn(definition.actions)
        .flatMap(expressionsIn)
        .flatMap((text) => [...text.matchAll(/parameters\('(\w+)'\)/g)].map(([, one = '']) => one)),
    );
    expect([...used].toSorted()).toEqual(Object.keys(definition.parameters).toSorted());
    const shared = z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(readFileSync(resolve(folder, 'standard/parameters.json'), 'utf8')));
    const valued = 'parameters' in parsed ? parsed.parameters : shared;
    for (const one of used) expect(valued).toHaveProperty(one);
  });

  test('writes only expressions that are whole and call functions that exist', () => {
    const expressions = textsIn(definition.actions).flatMap(expressionsIn);
    for (const expression of expressions) {
      const bare = expression.replaceAll(/'(?:[^']|'')*'/g, '');
      expect(bare).not.toContain("'");
      expect(bare.split('(').length).toBe(bare.split(')').length);
      expect(bare.split('[').length).toBe(bare.split(']').length);
      const called = [...bare.matchAll(/(\w+)\(/g)].map(([, one = '']) => one);
      expect(called.filter((one) => !functions.has(one))).toEqual([]);
      expect(called.length).toBeGreaterThan(0);
    }
  });

  test('reads only actions that are over, and only fields that their answers have', () => {
    for (const one of placed) {
      for (const expression of ownTexts(one).flatMap(expressionsIn)) {
        for (const [, read = ''] of expression.matchAll(/(?:body|outputs)\('(\w+)'\)/g)) {
          expect(one.before, `${one.name} reads ${read}`).toContain(read);
        }
        for (const [, read = '', path = ''] of expression.matchAll(
          new RegExp(String.raw`body\('(\w+)'\)${chain}`, 'g'),
        )) {
          if (path !== '') below(bodySchema(placed, read), namesIn(path));
        }
        for (const [, path = ''] of expression.matchAll(new RegExp(String.raw`item\(\)${chain}`, 'g'))) {
          expect(path).not.toBe('');
          below(itemSchema(placed, one), namesIn(path));
        }
      }
    }
  });

  test('asks the app only what it answers', () => {
    const asked = placed.flatMap((one) => requestOf(one) ?? []);
    expect(asked.length).toBeGreaterThan(0);
    for (const { method, path, body } of asked) {
      const url = new URL(path, 'https://vigil.test');
      const operationId = operationAt(method, url.pathname);
      expect(operationId, `${method} ${path}`).toBeDefined();
      if (method !== 'POST') continue;
      const example = JSON.stringify(body)
        .replaceAll('@{listCallbackUrl()}', 'https://prod-1.westeurope.logic.azure.com/x')
        .replaceAll(
          "@triggerBody()?['resourceGroup']",
          '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/web',
        );
      expect(parseScanRequest(JSON.parse(example), catalogue, undefined, ['.logic.azure.com'])).not.toHaveProperty(
        'state',
      );
    }
  });

  test('names its run as Idempotency-Key, so that a retry starts nothing twice', () => {
    const starts = placed.filter((one) => requestOf(one)?.method === 'POST');
    expect(starts).toHaveLength(1);
    for (const { action } of starts) {
      expect(textsIn(action)).toContain("@{workflow()['run']['name']}");
      expect(action.limit).toEqual({ timeout: 'PT6H' });
    }
  });

  test('looks at the status of the scan: 200 says only that it ended', () => {
    const conditions = placed.filter(({ action }) => action.type === 'If');
    expect(JSON.stringify(conditions[0]?.action)).toContain("body('Scan')?['status']");
  });
});

test('what holds a key, or an address that is one, is hidden in the history of runs', () => {
  for (const { name, placed } of everyAction) {
    const secret = /parameters\('(functionKey|teamsWebhook)'\)|listCallbackUrl/.test(
      JSON.stringify(placed.action.type === 'If' ? {} : placed.action),
    );
    const hidden = placed.action.runtimeConfiguration?.secureData.properties;
    if (secret) expect(hidden, `${name}: ${placed.name}`).toEqual(['inputs']);
  }
  const keys = workflows.flatMap(({ parsed }) => Object.entries(parsed.definition.parameters));
  const open = keys.filter(([key, { type }]) => /key|webhook/i.test(key) && type !== 'SecureString');
  expect(open).toEqual([]);
});

test('no definition names an app, a tenant or a key that is somebody’s', () => {
  for (const [, text] of texts) {
    expect(text).not.toMatch(/https:\/\/(?!<|schema\.management\.azure\.com)/);
    expect(text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g)?.every((id) => /^[0-]+$/.test(id)) ?? true).toBe(true);
  }
});

test('the connection of Standard calls runScan, with a key from an app setting', () => {
  const connections: unknown = JSON.parse(readFileSync(resolve(folder, 'standard/connections.json'), 'utf8'));
  const value = { type: 'QueryString', name: 'Code', value: "@appsetting('vigil_functionKey')" };
  expect(connections).toMatchObject({ functionConnections: { vigil: { authentication: value } } });
  const texts = textsIn(connections);
  expect(texts.some((text) => text.endsWith('/functions/runScan'))).toBe(true);
  expect(texts.some((text) => text.endsWith('/api/runScan'))).toBe(true);
});

// https://learn.microsoft.com/azure/logic-apps/call-azure-functions-from-workflows#prerequisites
test('runScan is a function that the built-in Azure Functions action takes: POST, and no route of its own', async () => {
  const app = await loadApp(resolve(import.meta.dirname, '../..'), createLog(false));
  const bindings = app.functions.find(({ registration }) => registration.name === 'runScan')?.metadata.bindings ?? {};
  const triggers = Object.values(bindings).filter((one) => isRow(one) && one['type'] === 'httpTrigger');
  expect(triggers).toHaveLength(1);
  const [trigger] = triggers;
  expect(trigger).toMatchObject({ methods: ['POST'], authLevel: 'function' });
  expect(isRow(trigger) && trigger['route']).toBeUndefined();
});
