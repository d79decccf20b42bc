import { afterAll, beforeAll, expect, it } from 'vitest';
import { networkBlock } from '../../../lib/local/sampleTenant/samples/generatedNetwork.ts';
import { generatedSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { bodyOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';

const blocks = 100;
let caller: Caller;
beforeAll(async () => {
  const generate = { resources: blocks * networkBlock, subscriptions: 4, regions: 2, kinds: 'network' } as const;
  caller = await openCaller({ sample: 'default', generate });
});
afterAll(async () => {
  await caller.tenant.close();
});

const ofType = (type: string): string => `resources | where type =~ 'Microsoft.Network/${type}'`;
const quoted = (ids: readonly unknown[]): string => ids.map((id) => `'${String(id)}'`).join(', ');

async function idsOf(type: string): Promise<string[]> {
  const ids: string[] = [];
  for (let last = ''; ;) {
    const page = `extend k = tolower(id) | where strcmp(k, '${last}') > 0 | order by k asc | project k`;
    const rows = rowsOf(await caller.graph(`${ofType(type)} | ${page}`));
    if (rows.length === 0) return ids;
    ids.push(...rows.map((row) => String(row['k'])));
    last = ids.at(-1) ?? '';
  }
}

/** Every id of a type that the interfaces name. */
function named(rows: readonly unknown[], type: string): Set<string> {
  const found = JSON.stringify(rows).match(new RegExp(`/subscriptions/[^"]*/${type}/[^"/]+`, 'gi')) ?? [];
  return new Set(found.map((id) => id.toLowerCase()));
}

it('has a group for each interface, a network for a hundred of them and an address for ten', async () => {
  const counted = rowsOf(await caller.graph('resources | summarize count() by type'));
  expect(new Map(counted.map((row) => [row['type'], row['count_']]))).toEqual(
    new Map([
      ['microsoft.network/networkinterfaces', 100 * blocks],
      ['microsoft.network/networksecuritygroups', 100 * blocks],
      ['microsoft.network/publicipaddresses', 10 * blocks],
      ['microsoft.network/virtualnetworks', blocks],
    ]),
  );
});

it('names only what is there, and all of it', async () => {
  const rows: unknown[] = [];
  const ids = await idsOf('networkInterfaces');
  for (let start = 0; start < ids.length; start += 1000) {
    rows.push(
      ...rowsOf(
        await caller.graph(`${ofType('networkInterfaces')} | where id in~ (${quoted(ids.slice(start, start + 1000))})`),
      ),
    );
  }
  for (const type of ['networkSecurityGroups', 'publicIPAddresses', 'virtualNetworks']) {
    expect(named(rows, type)).toEqual(new Set(await idsOf(type)));
  }
});

it('joins every interface to its group, 200 ids at once, within seconds', async () => {
  const ids = await idsOf('networkSecurityGroups');
  const started = performance.now();
  let joined = 0;
  for (let start = 0; start < ids.length; start += 200) {
    const query = `${ofType('networkSecurityGroups')} | where id in~ (${quoted(ids.slice(start, start + 200))}) | extend k = tolower(id) | order by k asc`;
    joined += rowsOf(await caller.graph(query, { options: { $top: 1000 } })).length;
  }
  expect(joined).toBe(ids.length);
  expect(performance.now() - started).toBeLessThan(5000);
});

it('joins the groups back to their interfaces by what those name', async () => {
  const ids = await idsOf('networkSecurityGroups');
  const started = performance.now();
  let joined = 0;
  for (let start = 0; start < ids.length; start += 200) {
    const query = `${ofType('networkInterfaces')} | where tolower(tostring(properties.networkSecurityGroup.id)) in (${quoted(ids.slice(start, start + 200))}) | project id`;
    joined += rowsOf(await caller.graph(query)).length;
  }
  expect(joined).toBe(ids.length);
  expect(performance.now() - started).toBeLessThan(5000);
});

it('shows what is joined in the scope of the query only', async () => {
  const own = generatedSubscription(1);
  const ids = (await idsOf('virtualNetworks')).slice(0, 60);
  const query = `${ofType('virtualNetworks')} | where id in~ (${quoted(ids)}) | project id`;
  const seen = rowsOf(await caller.graph(query, { subscriptions: [own] })).map((row) => String(row['id']));
  expect(seen.length).toBe(ids.filter((id) => id.includes(own)).length);
  expect(seen.every((id) => id.includes(own))).toBe(true);
});

it('answers GET of what it generates', async () => {
  const [id = ''] = await idsOf('publicIPAddresses');
  const body = bodyOf(await caller.get(`${id}?api-version=2024-05-01`));
  expect(body).toMatchObject({ type: 'Microsoft.Network/publicIPAddresses', sku: { name: 'Standard' } });
});
