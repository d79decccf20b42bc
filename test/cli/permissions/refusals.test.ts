import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../../lib/checks/index.ts';
import { dataActionsUsed, subscriptionActions } from '../../../lib/cli/permissions/actionsUsed.ts';
import { compareRefusal, type Refused } from '../../../lib/cli/permissions/compareRefusal.ts';
import { dryScan, type DryCheck } from '../../../lib/cli/permissions/dryScan.ts';
import { dryScore, scoreFaults } from '../../../lib/cli/permissions/dryScore.ts';
import { permissionsTable, roleDefinition } from '../../../lib/cli/permissions/permissionTexts.ts';
import { refuseEach } from '../../../lib/cli/permissions/refuseEach.ts';
import { defenderTypes } from '../../../lib/scan/assessmentItem.ts';
import { resourceTypes } from '../../../lib/model/resourceTypes.ts';

const root = new URL('../../../', import.meta.url);
const held = defenderTypes.map((type) => resourceTypes[type]?.permission ?? '');

test(
  'a refused action makes checks unknown and names itself; nothing passes, fails or disappears, and no score rises',
  { timeout: 300_000 },
  async () => {
    const found: Refused[] = [];
    for await (const refused of refuseEach()) found.push(refused);
    expect(found.flatMap(({ action, faults }) => faults.map((fault) => `${action}: ${fault}`))).toEqual([]);
    // An action that costs nothing is one that need not be asked for.
    const free = found.filter(({ action, checks }) => checks.length === 0 && !held.includes(action));
    expect(free.map(({ action }) => action)).toEqual([]);
    expect(readFileSync(new URL('README.md', root), 'utf8')).toContain(permissionsTable(found));
  },
);

test('a refused data action does the same where certificates are read', { timeout: 60_000 }, async () => {
  const optional = { keyVaultData: true };
  const [dataAction = '', ...others] = dataActionsUsed(catalogue);
  expect([dataAction, ...others]).toEqual(['Microsoft.KeyVault/vaults/certificates/read']);
  const { checks: full } = await dryScan([], optional);
  const { checks: refused } = await dryScan([dataAction], optional);
  expect(compareRefusal(dataAction, full, refused)).toEqual({
    action: dataAction,
    checks: ['keyvault-certificate-expiry', 'keyvault-certificate-key-algorithm'],
    faults: [],
  });
});

test('a scan reads no certificates by default, and asks for no data action', { timeout: 60_000 }, async () => {
  const { checks, calls } = await dryScan([]);
  expect([...checks.keys()].filter((id) => id.startsWith('keyvault-certificate-'))).toEqual([]);
  expect(calls.byKind.vault).toBe(0);
  const dataActions = dataActionsUsed(catalogue);
  expect(subscriptionActions(catalogue).filter((action) => dataActions.includes(action))).toEqual([]);
  expect(JSON.parse(roleDefinition(['a/b'], dataActions))).toMatchObject({ DataActions: dataActions });
});

test('a subscription that is refused whole never raises the low end of the score', { timeout: 60_000 }, async () => {
  const { tallies } = await dryScan([]);
  const full = dryScore(tallies);
  expect(full?.low).toBeGreaterThan(0);
  expect(tallies.size).toBeGreaterThan(2);
  for (const subscriptionId of tallies.keys()) {
    expect(scoreFaults(full, dryScore(tallies, [subscriptionId]))).toEqual([]);
  }
});

test.each<[string, Parameters<typeof scoreFaults>, readonly string[]]>([
  [
    'a lower end',
    [
      { low: 50, high: 60 },
      { low: 50, high: 70 },
    ],
    [],
  ],
  [
    'a higher low end',
    [
      { low: 50, high: 60 },
      { low: 51, high: 70 },
    ],
    ['the low end of the score rises from 50 to 51'],
  ],
  [
    'ends that cross',
    [
      { low: 50, high: 60 },
      { low: 40, high: 30 },
    ],
    ['the score ends at 30, under 40'],
  ],
])('%s', (_name, scores, faults) => {
  expect(scoreFaults(...scores)).toEqual(faults);
});

test('the custom role holds every action that a subscription has', () => {
  const file = readFileSync(new URL('infra/vigil-reader.json', root), 'utf8');
  expect(file).toBe(roleDefinition(subscriptionActions(catalogue)));
});

const of = (pass: number, fails: readonly string[], unknowns: readonly (readonly [string, string])[]): DryCheck => ({
  pairs: pass + fails.length + unknowns.length,
  pass,
  fails: new Set(fails),
  unknowns: new Map(unknowns),
});
const compare = (before: DryCheck, after: DryCheck) =>
  compareRefusal('A/read', new Map([['check', before]]), new Map([['check', after]]));

test.each<[string, DryCheck, DryCheck, string]>([
  ['a check that disappears', of(1, [], []), of(0, [], []), 'check disappeared from the result'],
  ['one more pass', of(1, ['b '], []), of(2, [], []), 'check passes 1 more'],
  ['a new fail', of(1, [], []), of(0, ['a '], []), 'check became fail on a '],
  ['no permission named', of(1, [], []), of(0, [], [['a ', '']]), 'check is unknown on a  and names no permission'],
  ['another one named', of(1, [], []), of(0, [], [['a ', 'B/read']]), 'check is unknown on a  and names B/read'],
])('%s is a fault', (_name, before, after, fault) => {
  expect(compare(before, after).faults).toEqual([fault]);
});

test('an unknown that names the action is none', () => {
  expect(compare(of(2, [], []), of(1, [], [['a ', 'a/read']]))).toEqual({
    action: 'A/read',
    checks: ['check'],
    faults: [],
  });
});
