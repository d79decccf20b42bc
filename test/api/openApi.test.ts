import { Validator } from '@seriousme/openapi-schema-validator';
import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeApi } from '../../lib/api/openApi/describeApi.ts';
import { deleteHook } from '../../lib/api/hookEndpoint.ts';
import { getCheck, getCoverage, listChecks, listFindings } from '../../lib/api/listEndpoints.ts';
import { getOpenApi } from '../../lib/api/openApiEndpoint.ts';
import { startScan } from '../../lib/api/scanEndpoints.ts';
import { listScopes } from '../../lib/api/scopeEndpoint.ts';
import { routes, type Route } from '../../lib/api/routes.ts';
import { catalogue } from '../../lib/checks/index.ts';
import { isRow, type Row } from '../../lib/model/row.ts';
import registrations from '../project/registrations.json' with { type: 'json' };
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld } from '../scan/support/world.ts';
import { callApi, listOf } from './support/callApi.ts';
import { openJudge, operationsOf, readContract, valueIn } from './support/contract.ts';
import { faultsOf, operationAt, type Exchange } from './support/expectDocumented.ts';

const contract = readContract();
const operations = operationsOf(contract);
const listing = resolve(import.meta.dirname, '../../docs/openapi.json');

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

/** Every schema of the document with the way to it. */
function schemasIn(value: unknown, way: string, isSchema = false): readonly (readonly [string, Row])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => schemasIn(item, `${way}/${String(index)}`, isSchema));
  if (!isRow(value)) return [];
  const below = Object.entries(value).flatMap(([key, item]) => {
    if (key === 'example' || key === 'examples') return [];
    if (key === 'properties' || key === 'schemas') {
      return Object.entries(isRow(item) ? item : {}).flatMap(([name, one]) => schemasIn(one, `${way}/${name}`, true));
    }
    const leads = ['schema', 'items', 'anyOf', 'oneOf', 'allOf', 'additionalProperties'].includes(key);
    return schemasIn(item, `${way}/${key}`, leads);
  });
  return isSchema ? [[way, value], ...below] : below;
}

function isTyped(schema: Row): boolean {
  if (['$ref', 'anyOf', 'enum', 'const'].some((keyword) => keyword in schema)) return true;
  if (schema['type'] === 'object') return isRow(schema['properties']) || isRow(schema['additionalProperties']);
  return schema['type'] === 'array' ? isRow(schema['items']) : schema['type'] !== undefined;
}

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(readContract())).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('asks for a token instead of a key where App Service checks callers', async () => {
    const document: unknown = JSON.parse(JSON.stringify(describeApi('https://vigil.test', 'easyAuth')));
    const own = isRow(document) ? document : {};
    expect(await new Validator().validate(own)).toEqual({ valid: true });
    expect(own['security']).toEqual([{ entraId: [] }]);
    expect(valueIn(own, own, 'components', 'securitySchemes')).toMatchObject({ entraId: { scheme: 'bearer' } });
    expect(own['paths']).toEqual(contract['paths']);
  });

  // After a wanted change: npx vitest run test/api/openApi.test.ts --update
  it('is the one in docs', async () => {
    const options = await resolveConfig(listing);
    const text = JSON.stringify(describeApi('https://your-app.azurewebsites.net', 'functionKeys'));
    await expect(await format(text, { ...options, parser: 'json' })).toMatchFileSnapshot(listing);
  });

  it('has every address of the API, by the name of its function', () => {
    const known = Object.entries<Route>(routes).flatMap(([name, { methods, route }]) =>
      methods.map((method) => `${method} /api/${route} ${name}`),
    );
    const documented = operations.map(({ method, path, operationId }) => `${method} ${path} ${operationId}`);
    expect(documented.toSorted()).toEqual(known.toSorted());
  });

  it('asks for a key where the registered function does', () => {
    const open = operations.filter(({ operation }) => operation['security'] !== undefined);
    expect(open.map(({ operation }) => operation['security'])).toEqual(open.map(() => []));
    const anonymous = registrations.filter(({ authLevel }) => authLevel === 'anonymous').map(({ name }) => name);
    expect(open.map(({ operationId }) => operationId).toSorted()).toEqual(anonymous.toSorted());
  });

  it('holds no schema without a type', () => {
    const schemas = schemasIn(contract, '');
    expect(schemas.length).toBeGreaterThan(200);
    expect(schemas.filter(([, schema]) => !isTyped(schema)).map(([way]) => way)).toEqual([]);
  });

  it('has nothing under components that no operation names', () => {
    const text = JSON.stringify(contract);
    const kinds = Object.entries(isRow(contract['components']) ? contract['components'] : {});
    const parts = kinds
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, named]) => Object.keys(isRow(named) ? named : {}).map((name) => `#/components/${kind}/${name}`));
    expect(parts.filter((part) => !text.includes(`"${part}"`))).toEqual([]);
  });

  it.each(operations)('has a summary, a tag, parameters and every answer of $operationId', ({ operation, path }) => {
    const statuses = Object.keys(isRow(operation['responses']) ? operation['responses'] : {});
    expect(operation['summary']).toMatch(/^[A-Z]/);
    expect(operation['tags']).toHaveLength(1);
    const expected = operation['security'] === undefined ? ['401', '500', '503'] : [];
    expect(statuses).toEqual(expect.arrayContaining(expected));
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const parameters = Array.isArray(operation['parameters']) ? operation['parameters'].filter(isRow) : [];
    expect(parameters.filter((one) => one['in'] === 'path').map(({ name }) => name)).toEqual(inPath);
  });

  it('shows examples that keep to their schemas', () => {
    const judge = openJudge(contract, true);
    let shown = 0;
    for (const { operationId, operation } of operations) {
      const responses = Object.keys(isRow(operation['responses']) ? operation['responses'] : {});
      const bodies = [
        valueIn(contract, operation, 'requestBody', 'content', 'application/json'),
        ...responses.map((status) => valueIn(contract, operation, 'responses', status, 'content', 'application/json')),
      ];
      for (const body of bodies.filter(isRow)) {
        const many = Object.values(isRow(body['examples']) ? body['examples'] : {}).filter(isRow);
        for (const example of [...many.map(({ value }) => value), body['example']]) {
          if (example === undefined) continue;
          shown += 1;
          expect(judge(body['schema'], example), `${operationId} ${JSON.stringify(example)}`).toBeUndefined();
        }
      }
    }
    expect(shown).toBeGreaterThan(30);
  });

  it('allows answers to grow, and requests not', () => {
    const judge = openJudge(contract, false);
    const failure = { error: { code: 'x', message: 'x', target: null, inner: 'new' } };
    expect(judge({ $ref: '#/components/schemas/Failure' }, failure)).toBeUndefined();
    const start = operations.find(({ operationId }) => operationId === 'startScan')?.operation;
    const body = valueIn(contract, start, 'requestBody', 'content', 'application/json', 'schema');
    expect(judge(body, { subscription: 'x' })).toContain('must NOT have additional properties');
    expect(judge(body, { resourceGroups: [`/SUBSCRIPTIONS/${'0'.repeat(36)}/resourcegroups/x`] })).toBeUndefined();
  });
});

describe('answers', () => {
  it('hold the document itself, with the address that callers know', async () => {
    const { context } = await openWorld({ connection: storage.newAccount() });
    const { body } = await callApi(context, getOpenApi, { path: '/openapi.json' });
    expect(body).toEqual(contract);
    const settings = { ...context.settings, publicBaseUrl: 'https://known.example' };
    const known = await callApi({ ...context, settings }, getOpenApi, { path: '/openapi.json' });
    expect(known.body).toMatchObject({ servers: [{ url: 'https://known.example' }] });
  });

  it('hold every check as documented', async () => {
    const { context } = await openWorld({ connection: storage.newAccount(), catalogue });
    expect((await callApi(context, listChecks, { path: '/checks' })).status).toBe(200);
    for (const { id } of catalogue) {
      const { body } = await callApi(context, getCheck, { path: `/checks/${id}`, params: { checkId: id } });
      expect(body['id']).toBe(id);
    }
  });
});

// Each call checks its own answer.
describe('answers that only some scans have', () => {
  it('hold recommendations and secure scores of Defender for Cloud', async () => {
    const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' } });
    const scanId = await world.scan({});
    const params = { scanId };
    const path = `/scans/${scanId}/findings?source=defender&top=1000`;
    expect(listOf(await callApi(world.context, listFindings, { path, params }))).not.toEqual([]);
    const coverage = await callApi(world.context, getCoverage, { path: `/scans/${scanId}/coverage`, params });
    expect(coverage.body['secureScores']).not.toEqual([]);
  });

  it('hold what a scan would see', async () => {
    const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' } });
    expect(listOf(await callApi(world.context, listScopes, { path: '/scopes?top=1' }))).toHaveLength(1);
    world.azure.decide(() => ({ status: 403 }));
    expect((await callApi(world.context, listScopes, { path: '/scopes' })).status).toBe(502);
  });

  it('hold the address that takes a callback away', async () => {
    const { context } = await openWorld({ connection: storage.newAccount() });
    const body = JSON.stringify({ callbackUrl: 'https://prod-00.westeurope.logic.azure.com/workflows/x' });
    const { status, headers } = await callApi(context, startScan, { method: 'POST', body });
    expect(status).toBe(201);
    const hook = String(headers['Location']).split('/').at(-1) ?? '';
    expect((await callApi(context, deleteHook, { method: 'DELETE', params: { hook } })).status).toBe(204);
  });
});

describe('an answer that is not as documented is told', () => {
  const failure = { error: { code: 'x', message: 'x', target: null } };
  const exchange = (own: Partial<Exchange>): Exchange => ({
    ...{ operationId: 'health', query: new URLSearchParams(), sent: '', status: 200, headers: {} },
    ...{ body: { status: 'ok', version: '1.0.0' } },
    ...own,
  });
  const cases: readonly (readonly [string, Partial<Exchange>, string | undefined])[] = [
    ['none: it is as documented', {}, undefined],
    ['an operation', { operationId: 'guess' }, 'there is no operation guess'],
    ['a status', { status: 418 }, 'the status is not in the document'],
    ['a body', { body: undefined }, 'no body'],
    ['a type', { body: { status: 'ok', version: 1 } }, 'it/version must be string'],
    ['a property that is missing', { body: { status: 'ok' } }, "it must have required property 'version'"],
    [
      'a property too many',
      { body: { status: 'ok', version: '1', more: 1 } },
      'it must NOT have additional properties',
    ],
    ['a body too many', { operationId: 'deleteScan', status: 202 }, 'a body where the document has none'],
    ['a header too many', { headers: { location: '/' } }, 'the header location is not in the document'],
    [
      'a header that is missing',
      { operationId: 'startScan', status: 429, body: failure },
      'the header Retry-After: it is missing',
    ],
    [
      'a fraction of a second',
      { operationId: 'startScan', status: 429, body: failure, headers: { 'retry-after': '1.5' } },
      'the header Retry-After: it must be integer',
    ],
    [
      'a parameter',
      { operationId: 'listScans', query: new URLSearchParams('order=id'), body: { value: [] } },
      'the parameter order is not in the document',
    ],
    [
      'a value of a parameter',
      { operationId: 'listScans', query: new URLSearchParams('status=failed,lost'), body: { value: [] } },
      'it/1 must be equal to one of the allowed values',
    ],
    ['what nobody answers', { operationId: undefined, status: 200 }, 'no function answers there'],
  ];
  it.each(cases)('%s', (_name, own, fault) => {
    expect(faultsOf(exchange(own))).toEqual(fault === undefined ? [] : [fault]);
  });

  it('after its address was found in any case', () => {
    expect(operationAt('GET', '/API/Scans/x/findings')).toBe('listFindings');
    expect(operationAt('GET', '/api/openapi.json')).toBe('getOpenApi');
    expect(operationAt('GET', '/api/openapiXjson')).toBeUndefined();
    expect(operationAt('PUT', '/api/scans')).toBeUndefined();
  });
});
