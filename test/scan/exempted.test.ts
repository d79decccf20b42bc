import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Exemption } from '../../lib/model/exemption.ts';
import { subscriptionType } from '../../lib/model/resourceTypes.ts';
import { emptyTally } from '../../lib/judge/tally.ts';
import type { ScanContext } from '../../lib/scan/context.ts';
import { applyExemptions } from '../../lib/scan/exempted.ts';
import { createExemption } from '../../lib/scan/exemptions.ts';
import { listFindings } from '../../lib/scan/findings.ts';
import { getScore } from '../../lib/scan/scores.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { rowsOf } from './support/results.ts';
import {
  blind,
  controlOf,
  openState,
  recordOf,
  scanWhole,
  subscriptionIds,
  type TenantState,
} from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';
import { accountType } from './support/testChecks.ts';
import type { World } from './support/world.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const [mine = '', other = ''] = subscriptionIds(2);
const accountId = (name: string, subscription = mine): string =>
  `/subscriptions/${subscription}/resourceGroups/rg-test/providers/Microsoft.Storage/storageAccounts/${name}`;

/** Accepts a risk for a day, or until so many milliseconds from now. */
async function exempt(context: ScanContext, target: Partial<Exemption>, lasts = 24 * 3600 * 1000): Promise<Exemption> {
  const now = Date.now();
  const times = { createdAt: new Date(now).toISOString(), expiresAt: new Date(now + lasts).toISOString() };
  const created = await createExemption(context, { ...target, reason: 'it is a test', ...times }, 'somebody');
  if (!created) throw new Error('There are too many exemptions.');
  return created;
}

const ending = async (world: World, scanId: string) => (await recordOf(world.context, scanId)).ending;
const scoreIn = async (world: World, scanId: string) => (await ending(world, scanId))?.score;
const none = { critical: 0, high: 0, medium: 0, low: 0 };

// The medium check weighs 2 and half of what it judged passed, that of high severity weighs 4 and a half passed too.
const state: TenantState = {
  accounts: { one: { plain: 'a=f b=p', needy: 'x=f' }, two: { plain: 'a=f b=p', needy: 'x=p', tags: { owner: 'me' } } },
};

describe('exemptions', () => {
  it('are applied once at the end, and frozen with what was in force', async () => {
    const world = await openState(storage.newAccount(), state);
    const plain = await scanWhole(world);
    expect(await ending(world, plain)).toMatchObject({
      score: { low: 50, high: 50 },
      exempted: { total: 0, bySeverity: none, byTag: 0 },
      checks: { 'test-plain': 'medium', 'other-needy': 'high' },
    });
    const accepted = await exempt(world.context, { check: 'other-needy' });
    const scan = await scanWhole(world);
    const first = await ending(world, scan);
    expect(first).toMatchObject({
      // (2 × 0.5 + 4 × 1) / 6
      score: { low: 83.33, high: 83.33 },
      services: [
        { name: 'test', low: 50, high: 50 },
        { name: 'other', low: 100, high: 100 },
      ],
      exempted: { total: 1, bySeverity: { ...none, high: 1 }, byTag: 0 },
    });
    expect(first?.exempted.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.exempted.digest).not.toBe((await ending(world, plain))?.exempted.digest);
    // One that is made later marks what it covers, and changes nothing of a scan that ended.
    const later = await exempt(world.context, { resourceId: accountId('two').toLowerCase() });
    expect(await ending(world, scan)).toEqual(first);
    const { value } = await listFindings(world.context, await controlOf(world.context, scan), { top: 10 });
    expect(value.map(({ status, resourceName, exemption }) => [status, resourceName, exemption?.id]).sort()).toEqual(
      [
        ['fail', 'one', accepted.id],
        ['fail', 'one', undefined],
        ['fail', 'two', later.id],
      ].sort(),
    );
    expect((await recordOf(world.context, scan)).summary).toEqual((await recordOf(world.context, plain)).summary);
    expect((await ending(world, await scanWhole(world)))?.exempted.digest).not.toBe(first?.exempted.digest);
  });

  it('that expired cover nothing', async () => {
    const world = await openState(storage.newAccount(), state);
    const before = await scanWhole(world);
    await exempt(world.context, { subscription: mine }, -1);
    const scan = await scanWhole(world);
    expect(await ending(world, scan)).toEqual(await ending(world, before));
    const { value } = await listFindings(world.context, await controlOf(world.context, scan), { top: 10 });
    expect(value.map(({ exemption }) => exemption)).toEqual([null, null, null]);
  });

  it.each([
    ['true', { total: 1, byTag: 1, bySeverity: { ...none, medium: 1 } }, { low: 58.33, high: 58.33 }],
    ['false', { total: 0, byTag: 0, bySeverity: none }, { low: 50, high: 50 }],
  ])('by tag count where that is allowed: %s', async (allowed, counts, score) => {
    const world = await openState(storage.newAccount(), state, { settings: { ALLOW_TAG_EXEMPTIONS: allowed } });
    await exempt(world.context, { tag: 'Owner=me' });
    expect(await ending(world, await scanWhole(world))).toMatchObject({ exempted: counts, score });
  });

  it('by tag beside another are counted as that other', async () => {
    const world = await openState(storage.newAccount(), state, { settings: { ALLOW_TAG_EXEMPTIONS: 'true' } });
    await exempt(world.context, { tag: 'owner' });
    await exempt(world.context, { resourceId: accountId('two').toLowerCase() });
    expect((await ending(world, await scanWhole(world)))?.exempted).toMatchObject({ total: 1, byTag: 0 });
  });

  it('take a check out of the score of which nothing else is left, and with all of them there is none', async () => {
    const failing: TenantState = { accounts: { one: { plain: 'a=f b=f', needy: 'x=p y=u' } } };
    const world = await openState(storage.newAccount(), failing);
    expect(await scoreIn(world, await scanWhole(world))).toEqual({ low: 0, high: 66.66 });
    await exempt(world.context, { check: 'test-plain' });
    const without = await ending(world, await scanWhole(world));
    expect(without).toMatchObject({ score: { low: 0, high: 100 }, exempted: { total: 2 } });
    expect(without?.services.map(({ name }) => name)).toEqual(['other']);
    // What is left of the other pair passed, and is known now.
    await exempt(world.context, { check: 'other-needy' });
    const all = await ending(world, await scanWhole(world));
    expect(all).toMatchObject({
      score: { low: 100, high: 100 },
      exempted: { total: 3, bySeverity: { ...none, medium: 2 } },
    });
    const bare = await openState(storage.newAccount(), { accounts: { one: { plain: 'a=f b=f', needy: 'x=n' } } });
    await exempt(bare.context, { subscription: mine });
    const scan = await scanWhole(bare);
    expect(await ending(bare, scan)).toMatchObject({ score: null, services: [] });
    expect(await rowsOf(bare.context, scan, 'score~')).toEqual([]);
  });

  it('of a hidden type let what was seen of it count', async () => {
    const hidden: TenantState = {
      subscriptions: 2,
      accounts: { one: { plain: '=p', needy: '=p' }, two: { subscription: 1, plain: '=p', needy: '=p' } },
      refused: blind(1),
    };
    const world = await openState(storage.newAccount(), hidden);
    const before = await scanWhole(world);
    expect(await scoreIn(world, before)).toEqual({ low: 50, high: 100 });
    await exempt(world.context, { resourceId: `/subscriptions/${other}`, check: 'other-needy' });
    // (2 + 4 + 0) / (2 + 4 + 2)
    const without = await scanWhole(world);
    expect(await scoreIn(world, without)).toEqual({ low: 75, high: 100 });
    expect((await ending(world, without))?.exempted).toMatchObject({ total: 1, bySeverity: none });
    const page = await getScore(world.context, await controlOf(world.context, without), { top: 10 });
    expect(page.value).toEqual([
      { name: mine, low: 100, high: 100 },
      { name: other, low: 0, high: 100 },
    ]);
  });

  it('count a row without an id that stands on its subscription as a pair of its own, and hide or show no type', async () => {
    const world = await openState(storage.newAccount(), state);
    const scan = await scanWhole(world);
    const stand = (subKey: string) => ({
      kind: 'upsert' as const,
      rowKey: `finding~test-plain~${'a'.repeat(32)}~${Buffer.from(subKey).toString('hex').padEnd(32, '0').slice(-32)}`,
      properties: toProperties({
        checkId: 'test-plain',
        severity: 'medium',
        status: 'unknown',
        title: 'plain',
        resourceId: `/subscriptions/${mine}`,
        resourceType: subscriptionType,
        subscriptionId: mine,
        pair: { pass: 0, fail: 0, unknown: 1 },
        judged: { verdict: 'unknown', reason: 'malformed', detail: 'no id', permission: '', subKey },
      }),
    });
    await world.context.store.scans.write(scan, [
      stand(accountType),
      stand(`${accountType} 1`),
      stand(`${accountType} 2`),
    ]);
    await exempt(world.context, { resourceId: `/subscriptions/${mine}`, check: 'test-plain' });
    const { counts, deltas } = await applyExemptions(world.context, scan, new Date().toISOString());
    expect(counts).toMatchObject({ total: 5, bySeverity: { ...none, medium: 2 } });
    expect(deltas.get(mine)?.['test-plain']).toEqual({
      ...emptyTally,
      judged: -3,
      pairsKnown: 3,
      passed: 1_000_000,
      hidden: -1,
    });
  });
});
