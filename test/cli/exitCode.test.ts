import { describe, expect, it } from 'vitest';
import { exitCode } from '../../lib/cli/exitCode.ts';
import type { Severity } from '../../lib/model/check.ts';
import type { ScanView } from '../../lib/model/scan.ts';
import { report } from '../report/smallReport.ts';

const { coverage } = report().scan;
const none = { critical: 0, high: 0, medium: 0, low: 0 };

interface Case {
  readonly status?: ScanView['status'];
  readonly error?: string;
  readonly percent?: number;
  readonly partsFailed?: number;
  readonly failed?: Partial<typeof none>;
  /** Failed, and exempt. */
  readonly exempt?: Partial<typeof none>;
  /** The low end; null where there is no score. */
  readonly score?: number | null;
  readonly failOn?: Severity;
  readonly failOnScore?: number;
  readonly minCoverage?: number;
}

function exitOf({
  status = 'completed',
  error,
  percent = 100,
  partsFailed = 0,
  failed,
  exempt,
  score = 100,
  failOn,
  failOnScore,
  minCoverage = 95,
}: Case) {
  const of = report(
    {},
    {
      status,
      error: error === undefined ? null : { code: error, message: error },
      coverage: { ...coverage, percent, partsFailed },
      findings: { total: 0, bySeverity: { ...none, ...failed } },
      exempted: exempt ? { total: 0, bySeverity: { ...none, ...exempt }, byTag: 0, digest: '' } : null,
      score: score === null ? null : { low: score, high: 100 },
    },
  );
  return exitCode(of, { failOn, failOnScore, minCoverage });
}

describe('exitCode', () => {
  it.each<[string, number, Case]>([
    ['a scan that is done', 0, {}],
    ['a scan with errors that saw enough', 0, { status: 'completedWithErrors' }],
    ['findings without --fail-on', 0, { failed: { critical: 3 } }],
    ['coverage of just the minimum', 0, { percent: 95 }],
    ['a blind scan where no coverage is asked for', 0, { percent: 0, minCoverage: 0 }],
    ['a scan that failed', 1, { status: 'failed', error: 'planFailed' }],
    ['a cancelled scan, whatever it found', 1, { status: 'cancelled', failed: { high: 1 }, failOn: 'low', percent: 3 }],
    [
      'a scan that failed because its parts did',
      1,
      { status: 'failed', error: 'tooLittleSeen', partsFailed: 1, percent: 0 },
    ],
    ['a scan that never ended', 1, { status: 'running' }],
    ['nobody signed in', 2, { status: 'failed', error: 'signInFailed', percent: 0 }],
    ['a failed check of the severity', 3, { failed: { high: 1 }, failOn: 'high' }],
    ['a failed check of a worse severity', 3, { failed: { critical: 1 }, failOn: 'low' }],
    ['a failed check of a lesser severity', 0, { failed: { medium: 9 }, failOn: 'high' }],
    ['coverage just under the minimum', 4, { percent: 94.99 }],
    ['low coverage and a failed check', 4, { percent: 90, failed: { critical: 1 }, failOn: 'low' }],
    ['a scan that failed because it saw nothing', 4, { status: 'failed', error: 'tooLittleSeen', percent: 1 }],
    ['failed checks that are all exempt', 0, { failed: { high: 2 }, exempt: { high: 2 }, failOn: 'high' }],
    ['a failed check beside exempt ones', 3, { failed: { high: 3 }, exempt: { high: 2 }, failOn: 'high' }],
    [
      'a failed check of one severity and an exempt one of another',
      3,
      { failed: { critical: 1, high: 1 }, exempt: { high: 1 }, failOn: 'high' },
    ],
    [
      'exempt checks of a lesser severity than one that failed',
      3,
      { failed: { high: 1, low: 5 }, exempt: { low: 5 }, failOn: 'high' },
    ],
    ['a score of just what is wanted', 0, { score: 80, failOnScore: 80 }],
    ['a score by a hair lower', 3, { score: 79.99, failOnScore: 80 }],
    ['a score of 0 where none is wanted', 0, { score: 0, failOnScore: 0 }],
    ['no score where one is wanted', 3, { score: null, failOnScore: 1 }],
    ['no score where none is wanted', 0, { score: null, failOnScore: 0 }],
    ['a score that is not a number', 3, { score: Number.NaN, failOnScore: 0 }],
    ['a low score without --fail-on-score', 0, { score: 1 }],
    ['low coverage and a low score', 4, { percent: 90, score: 1, failOnScore: 80 }],
    ['a cancelled scan with a low score', 1, { status: 'cancelled', score: 1, failOnScore: 80 }],
    ['coverage that is not a number', 4, { percent: Number.NaN }],
  ])('of %s is %d', (_name, code, given) => {
    expect(exitOf(given).code).toBe(code);
  });

  it.each<[string, Case]>([
    ['1 failed with severity high or worse', { failed: { high: 3 }, exempt: { high: 2 }, failOn: 'high' }],
    ['the score may be as low as 79.99, less than 80', { score: 79.99, failOnScore: 80 }],
    ['there is no score, and 1 is wanted', { score: null, failOnScore: 1 }],
    ['the scan is done', {}],
  ])('means: %s', (meaning, given) => {
    expect(exitOf(given).meaning).toBe(meaning);
  });
});
