import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subscriptionTransfer } from '../../lib/checks/authorization/subscriptionTransfer.ts';
import { defaultSample } from '../../lib/local/sampleTenant/samples/defaultSample.ts';
import { emptySample } from '../../lib/local/sampleTenant/samples/emptySample.ts';
import { managementGroupId, productionSubscription, tenantId } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { tenantType } from '../../lib/model/resourceTypes.ts';
import { claimPart } from '../../lib/scan/claim.ts';
import { readControl, type Control } from '../../lib/scan/control.ts';
import { endScan, summariseControl } from '../../lib/scan/finish.ts';
import { runPart } from '../../lib/scan/runPart.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { partKey } from '../../lib/store/keys.ts';
import { findingRecord, type PartRecord } from '../../lib/store/records.ts';
import { findingBytes, rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { testCatalogue } from './support/testChecks.ts';
import { openWorld, type World, type WorldOptions } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const catalogue = [...testCatalogue, subscriptionTransfer];
const checkId = subscriptionTransfer.id;
const tenant = `/tenants/${tenantId}`;
const policyPath = '/providers/Microsoft.Subscription/policies/default';
const open = (options: Partial<WorldOptions> = {}): Promise<World> =>
  openWorld({ connection: storage.newAccount(), catalogue, ...options });

async function controlOf({ context }: World, scanId: string): Promise<Control> {
  const control = await readControl(context.store.scans, scanId);
  if (!control) throw new Error('no scan');
  return control;
}

/** The name of each part with how many subscriptions it holds. */
async function partsOf(world: World, scanId: string): Promise<readonly (readonly [string, number])[]> {
  const { parts } = await controlOf(world, scanId);
  return parts.map(({ record }) => [record.part, record.subscriptions.length] as const);
}

async function planned(world: World, body?: Readonly<Record<string, unknown>>): Promise<string> {
  const { id } = await world.start(body);
  await world.deliver();
  return id;
}

/** What the scan says of the tenant: `sub-key verdict reason permission`. */
async function saidOfTenant({ context }: World, scanId: string): Promise<readonly string[]> {
  const rows = await rowsOf(context, scanId, `finding~${checkId}~`);
  const findings = rows.map(({ properties }) => findingRecord.parse(properties));
  expect(new Set(findings.map(({ resourceId, subscriptionId }) => `${resourceId} ${subscriptionId}`)).size).toBe(
    findings.length > 0 ? 1 : 0,
  );
  return findings.map(({ resourceId, judged }) => {
    const why = judged.verdict === 'unknown' ? ` ${judged.reason} ${judged.permission}` : '';
    return `${resourceId} ${judged.subKey} ${judged.verdict}${why}`;
  });
}

describe('the plan', () => {
  const sample = { tenant: { sample: 'default' } } as const;
  const group = `/subscriptions/${productionSubscription}/resourceGroups/rg-web`;

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['of everything visible', {}],
    ['of everything but a subscription', { excludedSubscriptions: [productionSubscription] }],
    ['of one check on it', { checks: [checkId] }],
    ['of its service', { services: ['authorization'] }],
  ])('%s has one more part, the tenant', async (_what, body) => {
    const world = await open(sample);
    const parts = await partsOf(world, await planned(world, body));
    const last = parts.length - 1;
    expect(parts.map(([part, held]) => [part, held > 0])).toEqual(
      parts.map((_, index) => [String(index).padStart(2, '0'), index < last]),
    );
    expect(last).toBe('excludedSubscriptions' in body ? 2 : 3);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['of subscriptions', { subscriptions: [productionSubscription] }],
    ['of a management group', { managementGroup: managementGroupId }],
    ['of resource groups', { resourceGroups: [group] }],
    ['of single resources', { resourceIds: [`/subscriptions/${productionSubscription}`] }],
    ['narrowed by tags', { tags: ['owner'] }],
    ['of other checks', { checks: ['test-https'] }],
    ['of other severities', { severities: ['critical'] }],
  ])('%s has none for the tenant', async (_what, body) => {
    const world = await open(sample);
    const parts = await partsOf(world, await planned(world, body));
    expect(parts.filter(([, held]) => held === 0)).toEqual([]);
    expect(parts.length).toBeGreaterThan(0);
  });

  it('has none where no check is on the tenant', async () => {
    const world = await open({ ...sample, catalogue: testCatalogue });
    expect(await partsOf(world, await planned(world))).toHaveLength(3);
  });

  it('has sixteen parts and the tenant where there is enough for them', async () => {
    const generate = { resources: 0, subscriptions: 20, regions: 1 };
    const world = await open({ tenant: { generate } });
    const parts = await partsOf(world, await planned(world));
    expect(parts).toHaveLength(17);
    expect(parts.at(-1)).toEqual(['16', 0]);
  });

  it('has nothing where no subscription is visible', async () => {
    const estate = emptySample();
    const hidden = estate.subscriptions.map((subscription) => ({ ...subscription, hidden: true }));
    const world = await open({ tenant: { estate: { ...estate, subscriptions: hidden } } });
    const { scan, parts } = await controlOf(world, await world.scan());
    expect([parts, scan.record.status, scan.record.error?.code]).toEqual([[], 'failed', 'nothingVisible']);
  });

  it('keeps the management groups of each subscription, and is made without them where they are refused', async () => {
    const world = await open(sample);
    const namesOf = async (scanId: string) => {
      const { parts } = await controlOf(world, scanId);
      const all = parts.flatMap(({ record }) => record.subscriptions);
      return Object.fromEntries(
        all.map(({ name, managementGroups }) => [name, managementGroups?.map((one) => one.name)]),
      );
    };
    const path = ['Tenant Root Group', 'Sample platform'];
    expect(await namesOf(await planned(world))).toEqual({
      'Contoso Production': path,
      'Fabrikam Development': path,
      'Tailspin Sandbox': undefined,
    });
    expect(world.azure.calls.filter(({ body }) => body.includes('managementGroupAncestorsChain'))).toHaveLength(1);
    const refused = await open(sample);
    refused.azure.decide(({ body }) => (body.includes('AncestorsChain') ? { status: 403 } : undefined));
    const { parts } = await controlOf(refused, await planned(refused));
    const kept = parts.flatMap(({ record }) => record.subscriptions.map(({ managementGroups }) => managementGroups));
    expect(kept).toEqual([null, null, null]);
  });
});

describe('the tenant', () => {
  it('is judged beside the subscriptions, and is none of them', async () => {
    const world = await open();
    const scanId = await world.scan();
    const control = await controlOf(world, scanId);
    expect(control.scan.record.status).toBe('completed');
    expect(await saidOfTenant(world, scanId)).toEqual(
      expect.arrayContaining([`${tenant} leaving fail`, `${tenant} entering fail`]),
    );
    const { coverage, tallies, resourcesJudged, resourcesListed } = summariseControl(world.context, control);
    expect(coverage).toMatchObject({ subscriptionsAsked: 1, subscriptionsListed: 1, percent: 100, partsFailed: 0 });
    expect(tallies[checkId]).toMatchObject({ pairs: 1, pairsKnown: 1, fail: 2 });
    // The subscription and the tenant.
    expect([resourcesJudged, resourcesListed]).toEqual([2, 2]);
    const asked = world.azure.calls.map(({ path }) => path).filter((path) => /tenants|policies/.test(path));
    expect(asked).toEqual(['/tenants?api-version=2022-12-01', `${policyPath}?api-version=2021-10-01`]);
  });

  it('passes what is set', async () => {
    const policy = { blockSubscriptionsLeavingTenant: true, blockSubscriptionsIntoTenant: true };
    const world = await open({ tenant: { estate: { ...emptySample(), subscriptionPolicy: policy } } });
    const scanId = await world.scan();
    const { tallies } = summariseControl(world.context, await controlOf(world, scanId));
    expect([tallies[checkId]?.pass, await saidOfTenant(world, scanId)]).toEqual([2, []]);
  });

  it.each(['Microsoft.Subscription/Policies/default/read', 'microsoft.subscription/*'])(
    'is unknown and names the permission where %s is refused',
    async (action) => {
      const world = await open({ tenant: { refusedActions: [action] } });
      const scanId = await world.scan();
      const control = await controlOf(world, scanId);
      expect(control.scan.record.status).toBe('completedWithErrors');
      expect(await saidOfTenant(world, scanId)).toEqual([
        `${tenant}  unknown denied Microsoft.Subscription/Policies/default/read`,
      ]);
      const { coverage } = summariseControl(world.context, control);
      expect(coverage).toMatchObject({ subscriptionsAsked: 1, subscriptionsListed: 1, partsFailed: 0 });
      expect(coverage.pairs - coverage.pairsKnown).toBe(1);
      expect(coverage.percent).toBeLessThan(100);
    },
  );

  it('is unknown, not gone, where Azure does not list it', async () => {
    const world = await open();
    world.azure.decide(({ path }) => (path.startsWith('/tenants') ? { status: 403 } : undefined));
    const scanId = await world.scan();
    expect((await controlOf(world, scanId)).scan.record.status).toBe('completedWithErrors');
    expect(await saidOfTenant(world, scanId)).toEqual(['/tenants  unknown denied ']);
  });

  it('fails its own part alone where Azure stays silent about it', async () => {
    const world = await open({ settings: { TIME_DIVISOR: '3600' } });
    world.azure.decide(({ path }) => (path.startsWith('/tenants') ? 'cut' : undefined));
    const scanId = await world.scan();
    const control = await controlOf(world, scanId);
    expect(control.parts.map(({ record }) => record.status)).toEqual(['completed', 'failed']);
    expect(control.scan.record.status).toBe('completedWithErrors');
    const { coverage } = summariseControl(world.context, control);
    expect(coverage).toMatchObject({ subscriptionsAsked: 1, subscriptionsListed: 1, partsFailed: 1 });
  });

  it('ends with a scan that is cancelled', async () => {
    const world = await open();
    const scanId = await planned(world);
    await endScan(world.context, scanId, { status: 'cancelled', error: null });
    await world.drain(scanId);
    const { scan, parts } = await controlOf(world, scanId);
    expect([scan.record.status, ...parts.map(({ record }) => record.status)]).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
    expect(world.azure.calls.some(({ path }) => path.startsWith('/tenants'))).toBe(false);
    expect(await saidOfTenant(world, scanId)).toEqual([]);
  });
});

describe('the part of the tenant', () => {
  const part = '01';

  async function put({ context }: World, scanId: string, change: Partial<PartRecord>): Promise<void> {
    const write = { kind: 'merge', rowKey: partKey(part), etag: '*', properties: toProperties(change) } as const;
    await context.store.scans.write(scanId, [write]);
  }

  /** The findings of a scan that nothing disturbed. */
  async function undisturbed(): Promise<readonly string[]> {
    const world = await open();
    return findingBytes(world.context, await world.scan());
  }

  it('comes to the same where its worker died and it is looked at alone', async () => {
    const world = await open();
    const scanId = await planned(world);
    const held = (await controlOf(world, scanId)).parts.find(({ record }) => record.part === part);
    if (!held) throw new Error('no part');
    await claimPart(world.context, scanId, held, { dequeueCount: 1, alone: false });
    await put(world, scanId, { inFlight: 'of a process that is dead', page: 10 });
    await world.drain(scanId);
    expect(await findingBytes(world.context, scanId)).toEqual(await undisturbed());
    expect((await controlOf(world, scanId)).parts.map(({ record }) => record.attempt)).toEqual([1, 2]);
  });

  it('comes to the same where it is taken over in the middle', async () => {
    const world = await open();
    const scanId = await planned(world);
    let robbed = false;
    world.azure.decide(async ({ path }) => {
      if (robbed || !path.startsWith(policyPath)) return undefined;
      robbed = true;
      await runPart(world.context, scanId, part, { dequeueCount: 1 });
      return undefined;
    });
    await runPart(world.context, scanId, part, { dequeueCount: 1 });
    await world.drain(scanId);
    expect([robbed, await findingBytes(world.context, scanId)]).toEqual([true, await undisturbed()]);
    expect(await rowsOf(world.context, scanId, `seen~${part}~`)).toHaveLength(1);
  });

  it('passes the tenant over, as unknown, once it killed the process twice', async () => {
    const world = await open();
    const scanId = await planned(world);
    const cursor = { stage: 'pages', cursor: null } as const;
    await put(world, scanId, { cursor, page: 1, cutLeft: 10, tried: { id: tenant, alone: true, deaths: 2 } });
    await world.drain(scanId);
    expect(await saidOfTenant(world, scanId)).toEqual([`${tenant}  unknown threw `]);
    expect((await controlOf(world, scanId)).scan.record.status).toBe('completedWithErrors');
  });
});

it('has a type of its own, which no subscription holds', async () => {
  const world = await open({ tenant: { estate: defaultSample() } });
  await world.scan();
  expect(world.azure.calls.filter(({ body }) => body.includes(tenantType))).toEqual([]);
  expect(world.azure.calls.filter(({ path }) => /subscriptions\/.*tenants/i.test(path))).toEqual([]);
});
