import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatedSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { bodyOf, codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';

const size = { resources: 5000, subscriptions: 3, regions: 2 };
let caller: Caller;
let all: unknown[];

beforeAll(async () => {
  caller = await openCaller({ sample: 'default', generate: size });
  all = await byKeyset(1000);
});
afterAll(async () => {
  await caller.tenant.close();
});

const scope = { subscriptions: [generatedSubscription(0), generatedSubscription(2)] };

async function byKeyset(top: number): Promise<unknown[]> {
  const keys: unknown[] = [];
  for (let last = ''; ;) {
    const query = `resources | extend k = tolower(id) | where strcmp(k, '${last}') > 0 | order by k asc | project id, k`;
    const page = rowsOf(await caller.graph(query, { ...scope, options: { $top: top } })).map((row) => row['k']);
    if (page.length === 0) return keys;
    keys.push(...page);
    last = String(page.at(-1));
  }
}

it('shows every row once by keyset, whatever the page size', async () => {
  expect(new Set(all).size).toBe(all.length);
  expect(await byKeyset(777)).toEqual(all);
  const counted = bodyOf(await caller.graph('resources', { ...scope, options: { $top: 1 } }));
  expect(counted['totalRecords']).toBe(all.length);
});

it.each([['hash(tolower(id), 7)'], ['hash(tolower(id)) % 7']])(
  'shows the same rows by the buckets of %s',
  async (bucket) => {
    const keys: unknown[] = [];
    for (let index = 0; index < 7; index += 1) {
      const rows = rowsOf(
        await caller.graph(
          `resources | where ${bucket} == ${String(index)} | extend k = tolower(id) | project id, k`,
          scope,
        ),
      );
      expect(rows.length).toBeGreaterThan(all.length / 14);
      keys.push(...rows.map((row) => row['k']));
    }
    expect(keys.sort()).toEqual(all);
  },
);

it('shows the same rows by $skipToken', async () => {
  const keys: unknown[] = [];
  for (let $skipToken: unknown; ;) {
    const body = await caller.graph('resources | extend k = tolower(id) | project id, k', {
      ...scope,
      options: { $top: 900, ...(typeof $skipToken === 'string' && { $skipToken }) },
    });
    keys.push(...rowsOf(body).map((row) => row['k']));
    $skipToken = bodyOf(body)['$skipToken'];
    if ($skipToken === undefined) break;
  }
  expect(keys).toEqual(all);
});

it('keeps the answer of a condition apart from that of another', async () => {
  const countOf = async (type: string): Promise<unknown> =>
    bodyOf(await caller.graph(`resources | where type == '${type}'`, { options: { $top: 1 } }))['totalRecords'];
  expect(await countOf('microsoft.storage/storageaccounts')).toBe(1250);
  expect(await countOf('microsoft.keyvault/vaults')).toBe(1250);
  expect(await countOf('microsoft.sql/servers')).toBe(0);
});

it('answers GET, children and lists of what it generates', async () => {
  const query = "resources | where type == 'microsoft.storage/storageaccounts' | project id | limit 1";
  const id = String(rowsOf(await caller.graph(query))[0]?.['id']);
  const resource = await caller.get(`${id}?api-version=2024-01-01`);
  expect(bodyOf(resource)).toMatchObject({ id, type: 'Microsoft.Storage/storageAccounts' });
  const blobs = await caller.get(`${id}/blobServices/default?api-version=2024-01-01`);
  expect(bodyOf(blobs)['id']).toBe(`${id}/blobServices/default`);
  const accounts = `/subscriptions/${generatedSubscription(1)}/providers/Microsoft.Storage/storageAccounts`;
  expect(await caller.list(`${accounts}?api-version=2024-01-01`)).toHaveLength(417);
});

it('holds nothing but storage accounts when told so', async () => {
  const only = await openCaller({ sample: 'default', generate: { ...size, resources: 100, accountsOnly: true } });
  const rows = rowsOf(await only.graph('resources | summarize count() by type'));
  expect(rows).toEqual([{ type: 'microsoft.storage/storageaccounts', count_: 100 }]);
  await only.tenant.close();
});

it('refuses a page over 16 MiB', async () => {
  const padded = { rows: 4, bytes: 5 * 1024 * 1024 };
  const large = await openCaller({ sample: 'default', generate: { ...size, resources: 40, padded } });
  const reply = await large.graph('resources');
  expect(reply.status).toBe(400);
  expect(codesOf(reply)).toEqual(['BadRequest', 'ResponsePayloadTooLarge']);
  expect((await large.graph('resources', { options: { $top: 3 } })).status).toBe(200);
  expect((await large.graph('resources | project id')).status).toBe(200);
  await large.tenant.close();
});
