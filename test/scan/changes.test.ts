import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pass } from '../../lib/checks/property.ts';
import { resourceTypes, subscriptionType } from '../../lib/model/resourceTypes.ts';
import {
  blind,
  blobAction,
  changesOf,
  countListed,
  counts,
  firstSeen,
  openState,
  plain,
  recordOf,
  scanSteps,
  scanWhole,
  seriesCatalogue,
  subscriptionIds,
  type ScanStep,
  type TenantState,
} from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { accountType, testCheck } from './support/testChecks.ts';
import type { WorldOptions } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const steps = (...[first, ...rest]: readonly [ScanStep, ...ScanStep[]]) =>
  scanSteps(storage.newAccount(), first, ...rest);

/** What changed from the scan before the last to the last, which is the same as its counts say. */
async function lastChanges({ context, ids }: Awaited<ReturnType<typeof scanSteps>>): Promise<readonly string[]> {
  const [older = '', newer = ''] = ids.slice(-2);
  const changes = await changesOf(context, older, newer);
  expect((await recordOf(context, newer)).changes).toEqual({ since: older, counts: countListed(changes) });
  return changes;
}

const failing: TenantState = { accounts: { one: { plain: 'a=f b=f', needy: 'x=f y=f' }, two: { plain: '=f' } } };

describe('a scan against the one before it', () => {
  it('has no changes where there is none before', async () => {
    const { context, ids } = await steps({ state: failing });
    expect(await recordOf(context, ids[0] ?? '')).toMatchObject({ changes: null, previous: '', history: 'done' });
  });

  it('tells new, resolved, open and gone apart, with when each was first seen', async () => {
    const after: TenantState = {
      accounts: { one: { plain: 'a=f b=p c=f', needy: 'x=f y=f' }, three: { plain: '=f' } },
    };
    const scans = await steps({ state: failing }, { state: after });
    expect(await lastChanges(scans)).toEqual([
      'gone test-plain two',
      'new test-plain one c',
      'new test-plain three',
      'open other-needy one x',
      'open other-needy one y',
      'open test-plain one a',
      'resolved test-plain one b',
    ]);
    const [first, second] = scans.ids;
    expect(await firstSeen(scans.context, second ?? '')).toEqual({
      'test-plain one a': first,
      'test-plain one c': second,
      'test-plain three': second,
      'other-needy one x': first,
      'other-needy one y': first,
    });
  });

  it('calls new what the earlier catalogue could have found, and newCheck what it could not', async () => {
    const lacking = { catalogue: [plain()] };
    expect(await lastChanges(await steps({ state: failing, more: lacking }, { state: failing }))).toEqual([
      'newCheck other-needy one x',
      'newCheck other-needy one y',
      'open test-plain one a',
      'open test-plain one b',
      'open test-plain two',
    ]);
  });

  it('is of the same series with all passes recorded as without', async () => {
    const scans = await steps({ state: failing }, { state: failing, body: { record: 'all' } }, { state: failing });
    expect(await lastChanges(scans)).toHaveLength(5);
    expect((await recordOf(scans.context, scans.ids[1] ?? '')).changes).toEqual({
      since: scans.ids[0],
      counts: counts({ open: 5 }),
    });
    expect(new Set(Object.values(await firstSeen(scans.context, scans.ids[2] ?? '')))).toEqual(new Set([scans.ids[0]]));
  });

  it('compares nothing of another series', async () => {
    const { context, ids } = await steps({ state: failing }, { state: failing, body: { severities: ['high'] } });
    expect(await recordOf(context, ids[1] ?? '')).toMatchObject({ changes: null, previous: '' });
  });

  it('counts a resource as judged again where all that it had is mended', async () => {
    const mended: TenantState = { accounts: { one: { plain: 'a=p', needy: 'x=n' }, two: {} } };
    expect(countListed(await lastChanges(await steps({ state: failing }, { state: mended })))).toEqual(
      counts({ resolved: 5 }),
    );
  });
});

const other = subscriptionIds(2)[1] ?? '';
const spread: TenantState = {
  subscriptions: 2,
  accounts: { one: { plain: 'a=f b=f', needy: 'x=f y=f' }, two: { subscription: 1, plain: '=f' } },
};
const asked = { subscriptions: subscriptionIds(2) };
const onSubscription = testCheck({
  id: 'test-subscription',
  on: subscriptionType,
  evaluate: () => pass('a', 'b', 'c'),
});

describe.each<{
  readonly name: string;
  readonly state: TenantState;
  readonly more?: Partial<WorldOptions>;
  readonly changes: readonly string[];
}>([
  {
    name: 'a subscription that is refused',
    state: { ...spread, hidden: [1] },
    changes: [
      'notRead test-plain two',
      'open other-needy one x',
      'open other-needy one y',
      'open test-plain one a',
      'open test-plain one b',
    ],
  },
  {
    name: 'a type that is hidden in a subscription',
    state: { ...spread, refused: blind(0) },
    changes: [
      `new other-needy Subscription 0 ${accountType}`,
      `new test-plain Subscription 0 ${accountType}`,
      'notRead other-needy one x',
      'notRead other-needy one y',
      'notRead test-plain one a',
      'notRead test-plain one b',
      'open test-plain two',
    ],
  },
  {
    name: 'what a check needs that is denied',
    state: { ...spread, refusedActions: [blobAction] },
    changes: [
      // Once for what cannot be told, once for each of what was found before; two had nothing and cannot be told.
      'new other-needy two',
      'notRead other-needy one',
      'notRead other-needy one x',
      'notRead other-needy one y',
      'open test-plain one a',
      'open test-plain one b',
      'open test-plain two',
    ],
  },
  {
    name: 'a check that is switched off',
    state: spread,
    more: { catalogue: [plain()] },
    changes: [
      'notRead other-needy one x',
      'notRead other-needy one y',
      'open test-plain one a',
      'open test-plain one b',
      'open test-plain two',
    ],
  },
])('$name', ({ state, more, changes }) => {
  it('is not read', async () => {
    expect(await lastChanges(await steps({ state: spread, body: asked }, { state, more, body: asked }))).toEqual(
      changes,
    );
  });

  it('keeps when it was first seen for what fails again, and forgets what was mended', async () => {
    const mended: TenantState = {
      subscriptions: 2,
      accounts: { one: { plain: 'a=f b=p', needy: 'x=f y=p' }, two: { subscription: 1, plain: '=f' } },
    };
    const scans = await steps(
      { state: spread, body: asked },
      { state, more, body: asked },
      { state: mended, body: asked },
      { state: spread, body: asked },
    );
    const [first, , third = '', fourth = ''] = scans.ids;
    expect(await firstSeen(scans.context, third)).toEqual({
      'test-plain one a': first,
      'other-needy one x': first,
      'test-plain two': first,
    });
    const [, , , again = fourth] = scans.ids;
    expect(await firstSeen(scans.context, again)).toEqual({
      'test-plain one a': first,
      'test-plain one b': fourth,
      'other-needy one x': first,
      'other-needy one y': fourth,
      'test-plain two': first,
    });
    expect(await lastChanges(scans)).toHaveLength(5);
    const left = await scans.context.store.history.page((await recordOf(scans.context, fourth)).series, {
      from: 'first~',
      to: 'first~\uFFFF',
    });
    // What stood for it is struck off, too.
    expect(left.rows).toHaveLength(5);
  });
});

it('calls what stood for a hidden type resolved once the type is seen, where a check judges the subscription too', async () => {
  const more = { catalogue: [...seriesCatalogue, onSubscription] };
  const hidden: TenantState = { ...spread, refused: blind(0) };
  const scans = await steps(
    { state: hidden, more, body: asked },
    { state: hidden, more, body: asked },
    { state: spread, more, body: asked },
  );
  expect((await recordOf(scans.context, scans.ids[1] ?? '')).changes?.counts).toEqual(counts({ open: 3 }));
  expect(countListed(await lastChanges(scans))).toEqual(counts({ resolved: 2, new: 4, open: 1 }));
});

it('calls nothing gone of a subscription whose listing failed', async () => {
  const connection = storage.newAccount();
  const world = await openState(connection, spread);
  const first = await scanWhole(world, asked);
  world.azure.decide(({ path, body }) =>
    path.includes('ResourceGraph') && body.includes('order by k') && body.includes(other)
      ? { status: 403, code: 'AccessDenied' }
      : undefined,
  );
  const second = await scanWhole(world, asked);
  expect((await recordOf(world.context, second)).status).toBe('completedWithErrors');
  expect(countListed(await changesOf(world.context, first, second))).toEqual(counts({ open: 4, notRead: 1 }));
});

it('calls nothing gone while resources were counted that never came', async () => {
  const connection = storage.newAccount();
  const before = await openState(connection, failing);
  const first = await scanWhole(before);
  const after = await openState(connection, { accounts: { one: { plain: 'a=f b=f', needy: 'x=f y=f' } } });
  const { scans } = after.context.store;
  const { id } = await after.start();
  const write: typeof scans.write = (partition, writes) =>
    scans.write(
      partition,
      writes.map((one) =>
        one.kind === 'replace' &&
        typeof one.properties['listed'] === 'number' &&
        one.properties['status'] === 'completed'
          ? { ...one, properties: { ...one.properties, listed: one.properties['listed'] + 1 } }
          : one,
      ),
    );
  const gapped = { ...after.context, store: { ...after.context.store, scans: { ...scans, write } } };
  await after.drain(id, { contexts: [gapped] });
  await after.deliver();
  expect((await recordOf(after.context, id)).summary?.coverage.gap).toBe(1);
  expect(countListed(await changesOf(after.context, first, id))).toEqual(counts({ open: 4, notRead: 1 }));
});

it('spells types in refusals so that they are the types of findings', () => {
  const misspelt = Object.entries(resourceTypes).filter(([type, { name }]) => name.toLowerCase() !== type);
  expect(misspelt).toEqual([]);
});
