import { describe, expect, it } from 'vitest';
import { paintLines } from '../../lib/report/layout.ts';
import type { Report } from '../../lib/report/report.ts';
import { rangeText } from '../../lib/report/rangeText.ts';
import { scoreSection } from '../../lib/report/scoreSection.ts';
import type { ScanView } from '../../lib/model/scan.ts';
import { report } from './smallReport.ts';

function shown(scan: Partial<ScanView>, over: Partial<Omit<Report, 'scan'>> = {}, width = 100): string {
  const lines = scoreSection(report(over, scan), width);
  return lines.length === 0 ? '' : paintLines(lines, (_tone, text) => text);
}

const noFails = { critical: 0, high: 0, medium: 0, low: 0 };
const noChanges = { new: 0, newCheck: 0, resolved: 0, open: 0, gone: 0, notRead: 0 };

describe('rangeText', () => {
  it.each([
    [{ low: 41.25, high: 66.5 }, '41.25 to 66.5'],
    [{ low: 70, high: 70 }, '70'],
    [{ low: 0, high: 0 }, '0'],
    [{ low: 99.99, high: 100 }, '99.99 to 100'],
  ])('of %o', (range, text) => {
    expect(rangeText(range)).toBe(text);
  });
});

describe('scoreSection', () => {
  it('is empty where there is no score, nothing is exempt and nothing is compared', () => {
    expect(shown({})).toBe('');
    const exempted = { total: 0, bySeverity: noFails, byTag: 0, digest: 'x' };
    expect(shown({ exempted })).toBe('');
  });

  it('says one number where all is known', () => {
    expect(shown({ score: { low: 80, high: 80 } })).toBe('Score  80 of 100.\n\n');
  });

  it('says what the low end means, and names the six lowest services', () => {
    const services = Array.from({ length: 8 }, (_, index) => ({ name: `s${String(index)}`, low: index, high: 9 }));
    expect(shown({ score: { low: 2, high: 9 } }, { services })).toBe(
      `Score  2 to 9 of 100; the low end counts what is unknown as failed.
       Lowest: s0 0 to 9, s1 1 to 9, s2 2 to 9, s3 3 to 9, s4 4 to 9, s5 5 to 9.

`,
    );
  });

  it('counts what is exempt, and what only a tag exempts', () => {
    const exempted = { total: 3, bySeverity: noFails, byTag: 0, digest: 'x' };
    expect(shown({ exempted })).toBe('Exempted  3 findings: not in the score.\n\n');
    expect(shown({ exempted: { ...exempted, total: 1 } })).toBe('Exempted  1 finding: not in the score.\n\n');
    const byTag = { ...exempted, total: 1_234, byTag: 1_001 };
    expect(shown({ exempted: byTag })).toBe(
      'Exempted  1,234 findings, 1,001 of them by a tag alone: not in the score.\n\n',
    );
  });

  it('says what changed since the scan before, each kind in its words, and leaves out what there is none of', () => {
    const all = { new: 1, newCheck: 2, resolved: 3, open: 4_000, gone: 5, notRead: 6 };
    expect(shown({ changes: { since: 'scan-0', counts: all } }, {}, 160)).toBe(
      'Since the scan before  1 new, 2 of new checks, 3 resolved, 4,000 still open, 5 gone with their resources, 6 not read this time.\n\n',
    );
    expect(shown({ changes: { since: 'scan-0', counts: { ...noChanges, resolved: 1 } } })).toBe(
      'Since the scan before  1 resolved.\n\n',
    );
  });

  it('says of two scans without findings that there is nothing to compare', () => {
    expect(shown({ changes: { since: 'scan-0', counts: noChanges } })).toBe(
      'Since the scan before  nothing to compare.\n\n',
    );
  });

  it('keeps within the width', () => {
    const services = [{ name: 'x'.repeat(30), low: 1, high: 2 }];
    const text = shown({ score: { low: 1, high: 2 }, changes: { since: 's', counts: noChanges } }, { services }, 60);
    expect(text.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });
});
