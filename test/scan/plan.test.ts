import { ChainedTokenCredential, EnvironmentCredential, AzureCliCredential } from '@azure/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCollector } from '../../lib/collect/openCollector.ts';
import { defaultSample } from '../../lib/local/sampleTenant/samples/defaultSample.ts';
import { productionSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { readControl } from '../../lib/scan/control.ts';
import { listErrors } from '../../lib/scan/queries.ts';
import { indexPartition, prefixRange, scanKey } from '../../lib/store/keys.ts';
import { resultsOf, rowsOf } from './support/results.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { openWorld, type World, type WorldOptions } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const open = (options: Partial<WorldOptions> = {}): Promise<World> =>
  openWorld({ connection: storage.newAccount(), ...options });

async function scanRow({ context }: World, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  if (!control) throw new Error('no scan');
  return control.scan.record;
}

/** Ids of subscriptions that nobody can see. */
const strangers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);

it('fails with the line of each credential where signing in is refused', async () => {
  const world = await open();
  const { cloud } = world.context.settings;
  const credential = new ChainedTokenCredential(new EnvironmentCredential(), new AzureCliCredential());
  const context = await world.openContext({
    openCollector: () => openCollector({ cloud, lanes: 4, longestSleep: 1000, credential }),
  });
  const { id } = await world.start();
  await world.drain(id, { contexts: [context] });
  const { status, error, trace } = await scanRow(world, id);
  expect([status, error?.code]).toEqual(['failed', 'signInFailed']);
  expect(error?.message).toMatch(/^- .*EnvironmentCredential/m);
  expect(error?.message).toMatch(/^- .*Azure CLI/m);
  expect(error?.message).toContain('az login');
  expect(trace).toMatch(/\n +at /);
  const control = await readControl(world.context.store.scans, id);
  const [first] = control ? (await listErrors(world.context, control, { top: 10 })).value : [];
  expect(first).toMatchObject({ part: '', code: 'signInFailed', count: 1, trace });
});

it('waits for a tenant that is down, and goes on when it is back', async () => {
  const world = await open({ settings: { TIME_DIVISOR: '60' } });
  world.azure.decide(() => 'cut');
  const { id } = await world.start();
  await world.deliver();
  const row = await scanRow(world, id);
  expect(row).toMatchObject({ status: 'pending', error: null });
  expect(row.stalledSince).not.toBeNull();
  expect(Date.parse(row.notBefore ?? '')).toBeGreaterThanOrEqual(Date.parse(row.stalledSince ?? '') + 80);
  expect(await world.deliver()).toEqual([]);
  world.azure.decide(() => undefined);
  await world.drain(id);
  expect(await scanRow(world, id)).toMatchObject({ status: 'completed', stalledSince: null });
});

it('does not plan again before its time, whoever asks', async () => {
  const world = await open();
  world.azure.decide(() => 'cut');
  const { id } = await world.start();
  await world.deliver();
  const calls = world.azure.calls.length;
  await world.context.store.work.send({ scanId: id });
  expect(await world.deliver()).toHaveLength(1);
  expect(world.azure.calls).toHaveLength(calls);
  // The early message went round: two wait now, until the five seconds are over.
  expect((await world.queue.getProperties()).approximateMessagesCount).toBe(2);
});

it('fails with code and trace once a tenant was down for the stall time', async () => {
  const world = await open({ settings: { TIME_DIVISOR: '3600' } });
  world.azure.decide(() => 'cut');
  const { id } = await world.start();
  await world.drain(id);
  const { status, error, trace, finishedAt } = await scanRow(world, id);
  expect([status, error?.code]).toEqual(['failed', 'planFailed']);
  expect(error?.message).toContain('could not be reached');
  expect(trace).toContain('Caused by: ');
  expect(finishedAt).not.toBeNull();
});

it('fails with the missing permission where the subscriptions may not be listed', async () => {
  const world = await open();
  world.azure.decide(({ path }) => (path.startsWith('/subscriptions?') ? { status: 403 } : undefined));
  const { error } = await resultsOf(world.context, await world.scan());
  expect(error?.code).toBe('planFailed');
  expect(error?.message).toContain('Missing permission: Microsoft.Resources/subscriptions/read.');
});

it('records what was asked for and is not visible, and counts it against the coverage', async () => {
  const world = await open({ tenant: { sample: 'default' } });
  const [stranger = ''] = strangers(1);
  const { status, coverage } = await resultsOf(
    world.context,
    await world.scan({ subscriptions: [stranger, productionSubscription] }),
  );
  expect(status).toBe('completedWithErrors');
  expect(coverage.refused).toEqual([
    {
      subscriptionId: stranger,
      type: 'microsoft.resources/subscriptions',
      reason: 'denied',
      detail: `The subscription ${stranger} was asked for but is not visible to this identity.`,
      permission: 'Microsoft.Resources/subscriptions/read',
    },
  ]);
  expect(coverage.coverage).toMatchObject({ subscriptionsAsked: 2, subscriptionsListed: 1 });
  expect(coverage.coverage.percent).toBeLessThanOrEqual(50);
});

it('fails below the floor of coverage, with every refusal recorded', async () => {
  const world = await open({ tenant: { sample: 'default' } });
  const subscriptions = [...strangers(150), productionSubscription];
  const { status, error, coverage, verdicts } = await resultsOf(world.context, await world.scan({ subscriptions }));
  expect([status, error?.code]).toEqual(['failed', 'tooLittleSeen']);
  expect(coverage.refused).toHaveLength(150);
  expect(verdicts.pass).toBeGreaterThan(0);
});

it('fails where nothing that was asked for is visible', async () => {
  const world = await open();
  const { status, error, coverage } = await resultsOf(world.context, await world.scan({ subscriptions: strangers(2) }));
  expect([status, error?.code]).toEqual(['failed', 'nothingVisible']);
  expect(error?.message).toContain(strangers(2).join(', '));
  expect(coverage.coverage).toMatchObject({ subscriptionsAsked: 2, subscriptionsListed: 0, percent: 0 });
});

it('ends a scan without parts whose planner died before it could say so', async () => {
  const world = await open();
  const { id } = await world.start({ subscriptions: strangers(1) });
  const properties = { status: 'running', asked: 1, parts: 0 };
  await world.context.store.scans.write(id, [{ kind: 'merge', rowKey: scanKey, etag: '*', properties }]);
  await world.drain(id, { patience: 3000 });
  expect(await scanRow(world, id)).toMatchObject({ status: 'failed', error: { code: 'nothingVisible' } });
});

it('plans once, however often it is asked', async () => {
  const world = await open({ tenant: { sample: 'default' } });
  const { id } = await world.start();
  await Promise.all([1, 2, 3].map(() => world.context.store.work.send({ scanId: id })));
  await world.deliver();
  const parts = await rowsOf(world.context, id, 'control~part~');
  expect(parts).toHaveLength(defaultSample().subscriptions.length);
  await world.drain(id);
  expect(await scanRow(world, id)).toMatchObject({ parts: 3, asked: 3 });
});

it('releases the lock of a scan that failed', async () => {
  const world = await open();
  await world.scan({ subscriptions: strangers(1) });
  const locks = await world.context.store.index.page(indexPartition, prefixRange('active~'));
  expect(locks.rows).toEqual([]);
});
