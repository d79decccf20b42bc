import { severities, type Severity } from '../model/check.ts';
import type { Report } from '../report/report.ts';

export interface ExitOptions {
  readonly failOn: Severity | undefined;
  /** Points, 0–100. */
  readonly failOnScore: number | undefined;
  /** Percent. */
  readonly minCoverage: number;
}
export interface Exit {
  readonly code: 0 | 1 | 2 | 3 | 4;
  /** What the code says, as the end of a sentence. */
  readonly meaning: string;
}

/** A scan that ended as failed because too little could be seen, though every part of it ran, is blind and not broken. */
function isBlind({ status, error, coverage }: Report['scan']): boolean {
  return status === 'failed' && error?.code === 'tooLittleSeen' && coverage.partsFailed === 0;
}

/** What is exempt does not count. */
function failedAtLeast(scan: Report['scan'], failOn: Severity): number {
  const worse = severities.slice(0, severities.indexOf(failOn) + 1);
  return worse.reduce((sum, severity) => {
    const exempt = scan.exempted?.bySeverity[severity] ?? 0;
    return sum + scan.findings.bySeverity[severity] - exempt;
  }, 0);
}

/** The exit code of a finished scan. A scan that ended badly is 1 (2 where nobody is signed in); then coverage (4) wins over findings (3). */
export function exitCode({ scan }: Pick<Report, 'scan'>, { failOn, failOnScore, minCoverage }: ExitOptions): Exit {
  const { percent } = scan.coverage;
  const ended = scan.status === 'completed' || scan.status === 'completedWithErrors';
  const blind = isBlind(scan);
  if (scan.error?.code === 'signInFailed') return { code: 2, meaning: 'nobody is signed in to Azure' };
  if (scan.status === 'cancelled') return { code: 1, meaning: 'the scan was cancelled' };
  if (!ended && !blind) return { code: 1, meaning: 'the scan failed' };
  // Written so that a percentage that is not a number alarms too.
  if (blind || !(percent >= minCoverage)) {
    return {
      code: 4,
      meaning: `only ${String(percent)} % of what was asked for could be seen, less than ${String(minCoverage)} %`,
    };
  }
  const failed = failOn === undefined ? 0 : failedAtLeast(scan, failOn);
  if (failOn !== undefined && failed > 0) {
    return { code: 3, meaning: `${String(failed)} failed with severity ${failOn} or worse` };
  }
  // Without a score nothing is known to be good.
  const points = scan.score?.low ?? 0;
  if (failOnScore !== undefined && !(points >= failOnScore)) {
    const wanted = String(failOnScore);
    const meaning =
      scan.score === null
        ? `there is no score, and ${wanted} is wanted`
        : `the score may be as low as ${String(points)}, less than ${wanted}`;
    return { code: 3, meaning };
  }
  return { code: 0, meaning: 'the scan is done' };
}
