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
  readonly failOn?: Severity;
  readonly minCoverage?: number;
}

function codeOf({
  status = 'completed',
  error,
  percent = 100,
  partsFailed = 0,
  failed,
  failOn,
  minCoverage = 95,
}: Case) {
  const of = report(
    {},
    {
      status,
      error: error === undefined ? null : { code: error, message: error },
      coverage: { ...coverage, percent, partsFailed },
      findings: { total: 0, bySeverity: { ...none, ...failed } },
    },
  );
  return exitCode(of, { failOn, minCoverage }).code;
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
    ['coverage that is not a number', 4, { percent: Number.NaN }],
  ])('of %s is %d', (_name, code, given) => {
    expect(codeOf(given)).toBe(code);
  });
});
