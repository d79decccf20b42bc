import { afterAll, beforeAll, expect, it } from 'vitest';
import { fail } from '../../lib/checks/property.ts';
import { catalogue } from '../../lib/checks/index.ts';
import { blindSample } from '../../lib/local/sampleTenant/samples/blindSample.ts';
import { defaultSample } from '../../lib/local/sampleTenant/samples/defaultSample.ts';
import { hiddenSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import type { Estate } from '../../lib/local/sampleTenant/estate.ts';
import { isRow, type Row } from '../../lib/model/row.ts';
import { hashOf, scanKey } from '../../lib/store/keys.ts';
import { findingBytes, resultsOf, rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { accountType, testCheck } from './support/testChecks.ts';
import { openWorld, type World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

/** The accounts of a sample as ARM shows them, read past the app. */
function accountsOf({ resources }: Estate): readonly { readonly properties: Row; readonly retention: boolean }[] {
  const noParameters = { parameters: new URLSearchParams(), link: () => '', listPage: 10 };
  return resources.keys.flatMap((_key, row) => {
    if (resources.cell(row, 'type') !== accountType) return [];
    const body: unknown = JSON.parse(resources.resource(row).text);
    const properties = isRow(body) && isRow(body['properties']) ? body['properties'] : {};
    const child = resources.child(row, 'blobservices/default', noParameters);
    return [
      {
        properties,
        retention: child?.status === 200 && child.text.includes('"deleteRetentionPolicy":{"enabled":true'),
      },
    ];
  });
}

const tallyOf = (results: Awaited<ReturnType<typeof resultsOf>>, checkId: string) =>
  results.tallies.find((one) => one.checkId === checkId)?.tally;

it('judges every account of the sample once, as the answers of ARM demand', async () => {
  const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' } });
  const results = await resultsOf(world.context, await world.scan());
  const accounts = accountsOf(defaultSample());
  const plain = accounts.filter(({ properties }) => properties['supportsHttpsTrafficOnly'] === true).length;
  const modern = accounts.filter(({ properties }) =>
    /^TLS1_[23]$/.test(String(properties['minimumTlsVersion'])),
  ).length;
  const none = { unknown: 0, notApplicable: 0 };
  expect(accounts.length).toBeGreaterThan(10);
  expect(tallyOf(results, 'test-https')).toEqual({ ...none, pass: plain, fail: accounts.length - plain });
  expect(tallyOf(results, 'test-tls')).toEqual({ ...none, pass: modern, fail: accounts.length - modern });
  expect(tallyOf(results, 'other-retention')?.pass).toBe(accounts.filter(({ retention }) => retention).length);
  expect(tallyOf(results, 'test-subscription')).toEqual({ ...none, pass: 3, fail: 0 });
  expect(results).toMatchObject({ resourcesJudged: accounts.length + 3, resourcesListed: accounts.length + 3 });
});

it('keys findings by check, resource and sub-key, and lists them in that order', async () => {
  const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' } });
  const id = await world.scan();
  const { findings, verdicts, counts } = await resultsOf(world.context, id);
  const keys = findings.map((one) => `finding~${one.checkId}~${hashOf(one.resourceId)}~${hashOf(one.subKey)}`);
  const rows = await rowsOf(world.context, id, 'finding~');
  expect(rows.map(({ rowKey }) => rowKey)).toEqual(keys);
  expect(keys).toEqual(keys.toSorted());
  expect(new Set(keys).size).toBe(verdicts.fail + verdicts.unknown);
  expect(counts.total).toBe(keys.length);
});

it('counts what no check covers and what was not to be seen', async () => {
  const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'blind' } });
  const visible = blindSample()
    .subscriptions.filter(({ hidden }) => hidden !== true)
    .map(({ id }) => id);
  const id = await world.scan({ subscriptions: [...visible, hiddenSubscription] });
  const { coverage, status, findings } = await resultsOf(world.context, id);
  expect(status).toBe('completedWithErrors');
  expect(coverage.notCovered).toEqual([
    { type: 'microsoft.compute/virtualmachines', count: 6 },
    { type: 'microsoft.compute/disks', count: 4 },
    { type: 'microsoft.keyvault/vaults', count: 2 },
    { type: 'microsoft.network/networksecuritygroups', count: 2 },
  ]);
  const refused = coverage.refused.map(({ subscriptionId, type, permission }) => [subscriptionId, type, permission]);
  expect(refused.toSorted()).toEqual([
    ...visible.map((one) => [one, 'Microsoft.Storage/storageAccounts', 'Microsoft.Storage/storageAccounts/read']),
    [hiddenSubscription, 'microsoft.resources/subscriptions', 'Microsoft.Resources/subscriptions/read'],
  ]);
  // Three checks on accounts cannot be told in each subscription; that on the subscription itself can.
  expect(findings.map(({ reason, subKey }) => [reason, subKey])).toEqual(Array(6).fill(['partialView', accountType]));
  expect(coverage.coverage).toMatchObject({ subscriptionsAsked: 3, subscriptionsListed: 2, pairs: 8, pairsKnown: 2 });
  expect(coverage.coverage.percent).toBe(Math.floor((2 / 8) * (2 / 3) * 10_000) / 100);
});

async function pinnedScan(world: World): Promise<readonly string[]> {
  const { id } = await world.start();
  const properties = { createdAt: '2026-01-01T00:00:00.000Z' };
  await world.context.store.scans.write(id, [{ kind: 'merge', rowKey: scanKey, etag: '*', properties }]);
  await world.drain(id);
  return findingBytes(world.context, id);
}

it('writes byte-equal findings for the same moment, with every check of the catalogue', async () => {
  const connection = storage.newAccount();
  const clock = testCheck({
    id: 'test-clock',
    evaluate: (_account, _data, at) => fail('at', at.toISOString(), 'none'),
  });
  const world = await openWorld({ connection, tenant: { sample: 'default' }, catalogue: [...catalogue, clock] });
  const first = await pinnedScan(world);
  expect(first.length).toBeGreaterThan(50);
  expect(await pinnedScan(world)).toEqual(first);
});
