import { expect, test } from 'vitest';
import { changesOf, type Compared, type Comparison } from '../../lib/judge/changes.ts';
import type { FindingStatus } from '../../lib/model/finding.ts';
import { subscriptionType } from '../../lib/model/resourceTypes.ts';

const statuses: Readonly<Record<string, FindingStatus>> = { f: 'fail', u: 'unknown' };

/** `a=f b=u` are two findings. */
function findings(script: string, resourceType = 'a/b'): readonly Compared[] {
  return script.split(' ').flatMap((word): Compared[] => {
    const [key = '', letter = ''] = word.split('=');
    const status = statuses[letter];
    return status === undefined ? [] : [{ key, status, subscriptionId: 's', resourceType }];
  });
}

const whole: Comparison = { knew: () => true, judges: () => true, saw: () => true, sees: () => true };
const no = () => false;

function changes(older: string, newer: string, scans: Partial<Comparison> = {}, type = 'a/b'): string {
  const pair = { checkId: 'c', resourceHash: 'h', older: findings(older, type), newer: findings(newer, type) };
  return changesOf(pair, { ...whole, ...scans })
    .map(({ change, found }) => `${found.key}:${change}`)
    .join(' ');
}

test.each<[string, string, string, Partial<Comparison>, string]>([
  ['a finding that stays', 'a=f', 'a=f', {}, 'a:open'],
  ['an unknown that stays', 'a=u', 'a=u', {}, 'a:open'],
  ['one that came', '', 'a=f', {}, 'a:new'],
  ['one beside another', 'a=f', 'a=f b=f', {}, 'a:open b:new'],
  ['one that came with its check', '', 'a=f b=u', { knew: no }, 'a:newCheck b:newCheck'],
  ['one that stays though the older scan is said to lack its check', 'a=f', 'a=f', { knew: no }, 'a:open'],
  ['one that was mended', 'a=f', '', {}, 'a:resolved'],
  ['one of two that was mended', 'a=f b=f', 'b=f', {}, 'b:open a:resolved'],
  ['one that cannot be told any more', 'a=f', 'a=u', {}, 'a:notRead'],
  ['those of a resource that cannot be told any more', 'a=f b=f', '=u', {}, ':notRead a:notRead b:notRead'],
  ['those of a resource of which a part cannot be told', 'a=f b=f', 'b=u', {}, 'b:notRead a:notRead'],
  ['an unknown that turned out to fail', 'a=u', 'a=f', {}, 'a:new'],
  ['an unknown that turned out to fail in its parts', '=u', 'a=f', {}, 'a:new :resolved'],
  ['an unknown that turned out well', 'a=u', '', {}, 'a:resolved'],
  ['an unknown where nothing was found before', '', 'a=u', {}, 'a:new'],
  ['one whose check is switched off', 'a=f', '', { judges: no }, 'a:notRead'],
  ['one whose check is switched off, its resource gone', 'a=f', '', { judges: no, saw: no }, 'a:notRead'],
  ['one whose resource is gone', 'a=f', '', { saw: no }, 'a:gone'],
  ['one whose resource would not be seen', 'a=f', '', { saw: no, sees: no }, 'a:notRead'],
  ['one whose resource was seen in a listing that is not whole', 'a=f', '', { sees: no }, 'a:resolved'],
  ['nothing', '', '', {}, ''],
])('%s', (_name, older, newer, scans, expected) => {
  expect(changes(older, newer, scans)).toBe(expected);
});

test('what stood for a hidden type on its subscription is resolved once the type is seen, never gone', () => {
  expect(changes('a/b=u', '', { saw: no }, subscriptionType)).toBe('a/b:resolved');
  expect(changes('a/b=u', '', { saw: no, sees: no }, subscriptionType)).toBe('a/b:notRead');
});

test('gives each finding once: the newer one where it is in both', () => {
  const pair = { checkId: 'c', resourceHash: 'h', older: findings('a=f b=f c=u'), newer: findings('a=f d=f c=f') };
  const changed = changesOf(pair, whole);
  expect(changed.map(({ found }) => found.key)).toEqual(['a', 'd', 'c', 'b']);
  const newer: readonly Compared[] = pair.newer;
  expect(changed.slice(0, 3).every(({ found }) => newer.includes(found))).toBe(true);
});

test('asks of the very resource and type', () => {
  const asked: unknown[] = [];
  changes('a=f', '', {
    saw: (hash) => asked.push(hash) < 0,
    sees: (subscription, type) => asked.push(subscription, type) < 0,
  });
  expect(asked).toEqual(['h', 's', 'a/b']);
});
