import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../../lib/checks/index.ts';
import { actionsUsed } from '../../../lib/cli/permissions/actionsUsed.ts';
import { compareRefusal, type Refused } from '../../../lib/cli/permissions/compareRefusal.ts';
import type { DryCheck } from '../../../lib/cli/permissions/dryScan.ts';
import { permissionsTable, roleDefinition } from '../../../lib/cli/permissions/permissionTexts.ts';
import { refuseEach } from '../../../lib/cli/permissions/refuseEach.ts';
import { defenderTypes } from '../../../lib/scan/assessmentItem.ts';
import { resourceTypes } from '../../../lib/model/resourceTypes.ts';

const root = new URL('../../../', import.meta.url);
const held = defenderTypes.map((type) => resourceTypes[type]?.permission ?? '');

test(
  'a refused action makes checks unknown and names itself; nothing passes, fails or disappears',
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

test('the custom role holds every action', () => {
  const file = readFileSync(new URL('infra/vigil-reader.json', root), 'utf8');
  expect(file).toBe(roleDefinition(actionsUsed(catalogue)));
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
