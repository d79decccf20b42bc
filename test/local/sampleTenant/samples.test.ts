import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../../lib/checks/index.ts';
import { defaultSample, everyResource } from '../../../lib/local/sampleTenant/samples/defaultSample.ts';
import {
  blindSubscription,
  developmentSubscription,
  emptySubscription,
  hiddenSubscription,
  malformedSubscription,
  productionSubscription,
  sandboxSubscription,
  sightedSubscription,
} from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import { resourceTypes } from '../../../lib/model/resourceTypes.ts';
import { isRow } from '../../../lib/model/row.ts';
import type { Row } from '../../../lib/model/row.ts';
import { judgeSample } from './judgeSample.ts';
import { bodyOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';
import type { SampleOptions } from '../../../lib/local/sampleTenant/startSampleTenant.ts';

const version = 'api-version=2024-01-01';
const accounts = "resources | where type == 'microsoft.storage/storageaccounts'";
const opened: Caller[] = [];
async function open(options: SampleOptions): Promise<Caller> {
  const caller = await openCaller({ quotas: false, ...options });
  opened.push(caller);
  return caller;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ tenant }) => tenant.close()));
});

describe('default', () => {
  it('holds some 150 to 220 resources, storage accounts above all, and types that no check covers', async () => {
    const caller = await open({ sample: 'default' });
    const counted = rowsOf(await caller.graph('resources | summarize count() by type'));
    const total = counted.reduce((sum, type) => sum + Number(type['count_']), 0);
    expect(total).toBeGreaterThanOrEqual(150);
    expect(total).toBeLessThanOrEqual(220);
    expect(rowsOf(await caller.graph(accounts)).length).toBeGreaterThan(20);
    const judged = new Set(catalogue.map(({ on }) => on));
    const uncovered = counted.filter(
      (type) => !judged.has(String(type['type'])) && !Object.hasOwn(resourceTypes, String(type['type'])),
    );
    expect(uncovered.length).toBeGreaterThan(3);
  });

  it('holds each resource once, its children by path in lower case', () => {
    const resources = everyResource();
    const ids = resources.map(({ row }) => String(row['id']).toLowerCase());
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const paths = [...resources, ...defaultSample().subscriptions].flatMap(({ children = {} }) =>
      Object.keys(children),
    );
    expect(paths.filter((path) => path !== path.toLowerCase())).toEqual([]);
  });

  it('gives every check something that passes and something that fails, all of it readable but for one child kind and closed vaults', async () => {
    const { tenant } = await open({ sample: 'default' });
    const verdicts = await judgeSample(tenant);
    const wanted = catalogue.flatMap(({ id }) => [`${id} pass`, `${id} fail`]);
    expect(wanted.filter((verdict) => !verdicts.includes(verdict))).toEqual([]);
    const unknown = verdicts.filter((verdict) => verdict.endsWith(' unknown'));
    // Vaults that are closed to the internet show their certificates to nobody there.
    const closedVaults = ['keyvault-certificate-expiry unknown', 'keyvault-certificate-key-algorithm unknown'];
    expect(new Set(unknown)).toEqual(new Set(['storage-lifecycle-policy unknown', ...closedVaults]));
    expect(unknown.length / verdicts.length).toBeLessThan(0.03);
  });

  it('shows in Resource Graph what Defender for Cloud recommends and each secure score', async () => {
    const caller = await open({ sample: 'default' });
    const ofType = async (type: string): Promise<Row[]> =>
      rowsOf(await caller.graph(`securityresources | where type =~ '${type}'`));
    const codes = (await ofType('Microsoft.Security/assessments')).map(({ properties }) =>
      isRow(properties) && isRow(properties['status']) ? properties['status']['code'] : undefined,
    );
    expect(new Set(codes)).toEqual(new Set(['Healthy', 'Unhealthy']));
    const scores = await ofType('Microsoft.Security/secureScores');
    expect(scores.map(({ name, subscriptionId }) => [name, subscriptionId])).toEqual(
      [productionSubscription, developmentSubscription, sandboxSubscription].map((id) => ['ascScore', id]),
    );
    const path = `/subscriptions/${productionSubscription}/providers/Microsoft.Security/secureScores?api-version=2020-01-01`;
    expect(rowsOf(await caller.get(path), 'value')).toHaveLength(1);
  });

  it('throttles a few first tries in one subscription, the same ones each time', async () => {
    const throttled = async (): Promise<string[]> => {
      const caller = await open({ sample: 'default' });
      const ids = rowsOf(await caller.graph(`${accounts} | project id`)).map((row) => String(row['id']));
      const found = [];
      for (const path of ids.flatMap((id) => [id, `${id}/blobServices/default`, `${id}/fileServices/default`])) {
        const first = await caller.get(`${path}?${version}`);
        const { status } = await caller.get(`${path}?${version}`);
        if (first.status === 429) found.push(`${path} ${String(first.headers['retry-after'])} ${String(status)}`);
      }
      return found;
    };
    const first = await throttled();
    expect(first.length).toBeGreaterThan(0);
    expect(first.length).toBeLessThan(8);
    expect(first.every((line) => line.includes('c0a0') && line.includes(' 1 '))).toBe(true);
    expect(await throttled()).toEqual(first);
  });

  it('answers byte for byte alike at every start', async () => {
    const answers = async (): Promise<string[]> => {
      const caller = await open({ sample: 'default' });
      const paths = rowsOf(await caller.graph('resources')).map((row) => `${String(row['id'])}?${version}`);
      const texts = [(await caller.graph('resources')).text, (await caller.graph('resourcecontainers')).text];
      for (const path of paths) texts.push((await caller.get(path)).text);
      return texts;
    };
    expect(await answers()).toEqual(await answers());
  });
});

describe('broken', () => {
  const rg = `/subscriptions/${malformedSubscription}/resourceGroups/rg-litware/providers/Microsoft.Storage/storageAccounts`;

  it('lists what is malformed beside what is sound', async () => {
    const caller = await open({ sample: 'broken' });
    const reply = await caller.graph(accounts);
    const rows = rowsOf(reply);
    const named = (name: string): unknown => rows.find((row) => row['name'] === name)?.['properties'];
    expect(reply.text.length).toBeGreaterThan(5 * 1024 * 1024);
    expect(rows.filter((row) => row['id'] === null)).toHaveLength(1);
    expect(named('litwarenullproperties')).toBeNull();
    expect(named('litwarelistacls')).toMatchObject({ networkAcls: [] });
    expect(named('litwaretextflags')).toMatchObject({ supportsHttpsTrafficOnly: 'true' });
    expect(named('litwaresound')).toMatchObject({ supportsHttpsTrafficOnly: true });
    expect(rows.filter((row) => row['name'] === 'litwaretwice')).toHaveLength(2);
  });

  it('spells an id in two cases, one on each side of a page', async () => {
    const caller = await open({ sample: 'broken' });
    const query = `${accounts} and name == 'litwarecases' | project id`;
    const first = bodyOf(await caller.graph(query, { options: { $top: 1 } }));
    const second = bodyOf(await caller.graph(query, { options: { $top: 1, $skipToken: first['$skipToken'] } }));
    const [one, two] = [first['data'], second['data']].map((data) => JSON.stringify(data));
    expect(one).not.toBe(two);
    expect(one?.toLowerCase()).toBe(two?.toLowerCase());
  });

  it.each([
    ['litwarehtmlchild/blobServices/default', '<html>'],
    ['litwaretruncated/fileServices/default', '{"id":"/subscriptions/5a9e","properties":{"deleteRet'],
    ['litwarenulllists/blobServices/default/containers', '{"value":null}'],
    ['litwarenullbody', 'null'],
  ])('answers %s with %s', async (path, text) => {
    const caller = await open({ sample: 'broken' });
    const reply = await caller.get(`${rg}/${path}?${version}`);
    expect(reply.status).toBe(200);
    expect(reply.text.startsWith(text)).toBe(true);
  });
});

describe('blind', () => {
  const storage = (subscription: string): string =>
    `/subscriptions/${subscription}/providers/Microsoft.Storage/storageAccounts?${version}`;
  const machines = (subscription: string): string =>
    `/subscriptions/${subscription}/providers/Microsoft.Compute/virtualMachines?api-version=2024-07-01`;

  it('refuses storage everywhere and hides its rows', async () => {
    const caller = await open({ sample: 'blind' });
    for (const id of [blindSubscription, sightedSubscription]) {
      expect((await caller.get(storage(id))).status).toBe(403);
      expect((await caller.get(machines(id))).status).toBe(200);
    }
    expect(rowsOf(await caller.graph(accounts))).toEqual([]);
    expect(rowsOf(await caller.graph('resources')).length).toBe(14);
  });

  it('hides one subscription altogether', async () => {
    const caller = await open({ sample: 'blind' });
    const listed = rowsOf(await caller.get('/subscriptions?api-version=2022-12-01'), 'value');
    expect(listed.map((row) => row['subscriptionId'])).toEqual([blindSubscription, sightedSubscription]);
    expect((await caller.get(machines(hiddenSubscription))).status).toBe(403);
    expect((await caller.graph('resources', { subscriptions: [hiddenSubscription] })).status).toBe(400);
    const containers = rowsOf(await caller.graph('resourcecontainers'));
    expect(containers.some((row) => row['subscriptionId'] === hiddenSubscription)).toBe(false);
  });
});

it('empty holds one subscription and nothing in it', async () => {
  const caller = await open({ sample: 'empty' });
  expect(bodyOf(await caller.graph('resources'))).toMatchObject({ totalRecords: 0, count: 0, data: [] });
  const [subscription] = rowsOf(await caller.graph('resourcecontainers'));
  expect(subscription).toMatchObject({ id: `/subscriptions/${emptySubscription}`, name: 'Wide World Importers' });
  expect(isRow(subscription?.['properties']) && subscription['properties']['state']).toBe('Enabled');
});
