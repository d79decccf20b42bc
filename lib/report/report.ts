import type { AssessmentFinding } from '../model/assessment.ts';
import type { Severity } from '../model/check.ts';
import type { SwitchedOff } from '../model/config.ts';
import type { FindingView, ManagementGroup } from '../model/finding.ts';
import type { ErrorTrace, Refusal, ScanView, Tally, TypeCount } from '../model/scan.ts';
import type { NamedScore } from '../model/score.ts';
import type { SecureScore } from '../model/secureScore.ts';

export interface CheckTallyView {
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly service: string;
  readonly tally: Tally;
}

export interface ReportSubscription {
  readonly id: string;
  readonly name: string;
  readonly managementGroups: readonly ManagementGroup[] | null;
}

/** Everything that a report shows but for the findings, which come one by one. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** Whose resources were judged: the first line of every format. */
  readonly source: string;
  readonly scan: ScanView;
  readonly subscriptions: readonly ReportSubscription[];
  readonly notCovered: readonly TypeCount[];
  readonly refused: readonly Refusal[];
  /** Checks that the operator switched off, and why. */
  readonly switchedOff: readonly SwitchedOff[];
  /** What the reader must know of the input: what was cut off, unreadable or there twice. */
  readonly notices: readonly string[];
  /** What Defender for Cloud holds against the same resources, outside our own counts. */
  readonly assessments: readonly AssessmentFinding[];
  readonly secureScores: readonly SecureScore[];
  readonly errors: readonly ErrorTrace[];
  readonly checks: readonly CheckTallyView[];
  /** Worst first. */
  readonly services: readonly NamedScore[];
  /** By subscription id, worst first. */
  readonly subscriptionScores: readonly NamedScore[];
  /** The first findings that are new since the scan before, worst first, for the page; `scan.changes` counts them all. */
  readonly newFindings: readonly FindingView[];
}

/**
 * One file of a report, written as the findings come: its texts in this order are the file. Findings come by check,
 * resource and sub-key, passes after them.
 */
export interface ReportWriter {
  begin(report: Report): string;
  add(finding: FindingView): string;
  end(): string;
}
