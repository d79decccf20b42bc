import { afterAll, beforeAll, expect, it } from 'vitest';
import { readControl } from '../../lib/scan/control.ts';
import { listErrors } from '../../lib/scan/queries.ts';
import type { ErrorTrace } from '../../lib/model/scan.ts';
import type { CatalogueCheck } from '../../lib/model/check.ts';
import { resultsOf, rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { testCatalogue, testCheck } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const accounts = 24;
const tenant = { generate: { resources: accounts, subscriptions: 1, regions: 1, accountsOnly: true } };

const openWith = (...checks: readonly CatalogueCheck[]): Promise<World> =>
  openWorld({ connection: storage.newAccount(), tenant, catalogue: [...testCatalogue, ...checks] });

async function errorsOf({ context }: World, scanId: string): Promise<readonly ErrorTrace[]> {
  const control = await readControl(context.store.scans, scanId);
  return control ? (await listErrors(context, control, { top: 1000 })).value : [];
}

const throwing = (error: (id: unknown) => unknown, id = 'test-throws'): CatalogueCheck =>
  testCheck({
    id,
    evaluate: (account) => {
      throw error(account['id']);
    },
  });

it('leaves one trace and a count of a check that throws on every account, and every other check its results', async () => {
  const clean = await openWith();
  const expected = await resultsOf(clean.context, await clean.scan());
  const world = await openWith(
    throwing((id) => new TypeError(`cannot judge ${String(id)}`, { cause: new Error('deep') })),
  );
  const scanId = await world.scan();
  const results = await resultsOf(world.context, scanId);
  expect(results.status).toBe('completedWithErrors');
  const errors = await errorsOf(world, scanId);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ part: '00', code: 'TypeError', checkId: 'test-throws', count: accounts });
  expect(errors[0]?.trace).toMatch(
    /TypeError: cannot judge .*\n +at .*throwing\.test\.ts[^]*Caused by: Error: deep\n +at /,
  );
  expect(results.tallies.filter(({ checkId }) => checkId !== 'test-throws')).toEqual(expected.tallies);
  expect(results.rows.filter((row) => !row.includes('test-throws'))).toEqual(expected.rows);
  expect(results.tallies.find(({ checkId }) => checkId === 'test-throws')?.tally.unknown).toBe(accounts);
  expect(results.findings.filter(({ reason }) => reason === 'threw')).toHaveLength(accounts);
});

it('brings a trace of 100,000 characters back whole', async () => {
  const long = `begin ${'ä€𝄞 x'.repeat(20_000)} end`;
  const world = await openWith(throwing(() => Object.assign(new Error('long'), { stack: long })));
  const scanId = await world.scan();
  const [error] = await errorsOf(world, scanId);
  expect(error?.trace).toBe(long);
  expect(error?.count).toBe(accounts);
});

it('says in a trace what does not fit a row', async () => {
  const world = await openWith(throwing(() => Object.assign(new Error('longer'), { stack: 'x'.repeat(900_000) })));
  const [error] = await errorsOf(world, await world.scan());
  expect(error?.trace).toMatch(/x\n\[500000 of 900000 characters do not fit a table row and were left out\]$/);
});

const secret = 'c2VjcmV0LW9mLXRoZS10ZXN0';
const credentials = [
  `Bearer ${secret}.${secret}`,
  `AccountKey=${secret};EndpointSuffix=core.windows.net`,
  `https://example.blob.core.windows.net/a?sv=2024&sig=${secret}&se=2030`,
  `eyJ0eXAiOiJKV1QiLCJhbGciOi.${secret}.${secret}`,
  `{"client_secret":"${secret}"}`,
];

it.each(credentials)('keeps credentials out of everything that is stored: %s', async (text) => {
  const world = await openWith(throwing(() => new Error(`Azure said ${text}`, { cause: new Error(text) })));
  const scanId = await world.scan();
  const stored = JSON.stringify((await rowsOf(world.context, scanId, '')).map(({ properties }) => properties));
  expect(stored).toContain('Azure said');
  expect(stored.includes(secret)).toBe(false);
});

it('commits what throws much and long at once', async () => {
  const checks = Array.from({ length: 12 }, (_, index) => {
    const stack = `Error\n    at place${String(index)}\n${'y'.repeat(390_000)}`;
    return throwing(() => Object.assign(new Error('much'), { stack }), `test-throws${String(index)}`);
  });
  const world = await openWith(...checks);
  const scanId = await world.scan();
  const { status, coverage, errors } = await resultsOf(world.context, scanId);
  expect(status).toBe('completedWithErrors');
  expect(coverage.coverage.partsFailed).toBe(0);
  expect(errors.map(({ count }) => count)).toEqual(Array(12).fill(accounts));
});

it('keeps a message of a million characters from ending the part', async () => {
  const world = await openWith(throwing(() => new Error('m'.repeat(1_000_000))));
  const { status, coverage } = await resultsOf(world.context, await world.scan());
  expect(status).toBe('completedWithErrors');
  expect(coverage.coverage.partsFailed).toBe(0);
});

it('counts failures without a place in the code together once they are many', async () => {
  const many = { generate: { ...tenant.generate, resources: 700 } };
  const check = throwing((id) => `no error object, but a text about ${String(id)}`);
  const world = await openWorld({ connection: storage.newAccount(), tenant: many, catalogue: [check] });
  const scanId = await world.scan();
  // The scan's own error, that too little was seen, comes first.
  const [, ...errors] = await errorsOf(world, scanId);
  expect(errors.reduce((sum, { count }) => sum + count, 0)).toBe(700);
  expect(errors).toHaveLength(501);
  expect(errors.find(({ count }) => count > 1)?.count).toBe(200);
});

it('keeps every verdict of a check, also of two sub-keys that differ only in case', async () => {
  const twice = testCheck({
    id: 'test-twice',
    evaluate: () =>
      ['Rule', 'rule', 'other'].map((subKey) => ({
        verdict: 'unknown',
        reason: 'malformed',
        detail: subKey,
        permission: '',
        subKey,
      })),
  });
  const world = await openWith(twice);
  const scanId = await world.scan();
  const { findings, coverage } = await resultsOf(world.context, scanId);
  expect(coverage.coverage.partsFailed).toBe(0);
  expect(findings.filter(({ checkId }) => checkId === 'test-twice')).toHaveLength(3 * accounts);
});
