import { describe, expect, it } from 'vitest';
import { openDigest } from '../../lib/report/digest.ts';
import type { FindingView } from '../../lib/model/finding.ts';
import { exemption, failing, manyFindings, passing, unknown } from './sampleFindings.ts';

function digestOf(findings: Iterable<FindingView>) {
  const digest = openDigest();
  for (const finding of findings) digest.add(finding);
  return digest.digest();
}

const heads = (findings: Iterable<FindingView>) =>
  digestOf(findings).failed.map(({ count, examples: [{ checkId }] }) => [checkId, count]);

describe('openDigest', () => {
  it('holds nothing of no findings', () => {
    expect(digestOf([])).toEqual({ failed: [], unread: [] });
  });

  it('puts the worst severity first, then the check that fails most, then by id', () => {
    const found = [
      failing({ checkId: 'a', severity: 'low' }),
      failing({ checkId: 'a', severity: 'low' }),
      failing({ checkId: 'a', severity: 'low' }),
      failing({ checkId: 'c' }),
      failing({ checkId: 'b' }),
      failing({ checkId: 'd' }),
      failing({ checkId: 'd' }),
      failing({ checkId: 'e', severity: 'critical' }),
    ];
    const expected = [
      ['e', 1],
      ['d', 2],
      ['b', 1],
      ['c', 1],
      ['a', 3],
    ];
    expect(heads(found)).toEqual(expected);
    expect(heads(found.toReversed())).toEqual(expected);
  });

  it('counts every fail of a check and keeps the first three', () => {
    const found = Array.from({ length: 10 }, (_, index) => failing({ resourceName: String(index) }));
    const [check] = digestOf(found).failed;
    expect(check?.count).toBe(10);
    expect(check?.examples).toEqual(found.slice(0, 3));
  });

  it('counts no pass, and apart what is exempt, which stands last and as an example only where there is no other', () => {
    const [exempt, last] = [failing({ exemption }), failing({ checkId: 'b', severity: 'critical', exemption })];
    const { failed, unread } = digestOf([passing(), exempt, last, failing()]);
    expect(failed).toEqual([
      { count: 1, exempted: 1, examples: [failing()] },
      { count: 0, exempted: 1, examples: [last] },
    ]);
    expect(unread).toEqual([]);
  });

  it('tells what each missing permission costs, the costliest first', () => {
    const found = [
      unknown({ permission: 'b', checkId: 'one' }),
      unknown({ permission: 'a', checkId: 'one', resourceName: 'first of a' }),
      unknown({ permission: 'a', checkId: 'one' }),
      unknown({ permission: 'a', checkId: 'two' }),
      unknown({ permission: 'a', reason: 'throttled' }),
    ];
    const { failed, unread } = digestOf(found);
    expect(failed).toEqual([]);
    expect(unread.map(({ permission, reason, verdicts, checks }) => [permission, reason, verdicts, checks])).toEqual([
      ['a', 'denied', 3, 2],
      ['a', 'throttled', 1, 1],
      ['b', 'denied', 1, 1],
    ]);
    expect(unread[0]?.example.resourceName).toBe('first of a');
  });

  it('tells of what is exempt too that it could not be read: an exemption grants no permission', () => {
    expect(digestOf([unknown({ exemption })]).unread).toMatchObject([{ verdicts: 1, exempted: 1 }]);
  });

  it('does not grow with the number of findings', () => {
    const size = (count: number) => JSON.stringify(digestOf(manyFindings(count))).length;
    // Only the counts get longer, by some digits each.
    expect(size(100_000)).toBeLessThan(size(1_000) * 1.1);
  });
});
