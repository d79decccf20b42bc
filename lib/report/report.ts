import type { Fix, Severity } from '../model/check.ts';
import type { AssessmentFinding } from '../model/assessment.ts';
import type { SecureScore } from '../model/secureScore.ts';
import type { SwitchedOff } from '../model/config.ts';
import type { ErrorTrace, Finding, Refusal, ScanView, Tally, TypeCount } from '../model/scan.ts';
import type { CheckFacts } from '../model/check.ts';
import type { Because, Reason } from '../model/verdict.ts';
import { fillCommand } from './fixCommand.ts';

/** A finding with what its check says of it, flat: the shape of the API and of report.json. */
export interface FindingView {
  readonly id?: string | undefined;
  readonly checkId: string;
  readonly severity: Severity;
  readonly title: string;
  readonly status: 'fail' | 'unknown';
  readonly resourceId: string;
  readonly resourceName: string;
  readonly resourceType: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly subKey: string;
  /** Of a `fail`. */
  readonly because?: Because | undefined;
  /** These three of an `unknown`. */
  readonly reason?: Reason | undefined;
  readonly detail?: string | undefined;
  readonly permission?: string | undefined;
  readonly why: string;
  /** `cli` is ready to run: the real id is in it. */
  readonly fix: Pick<Fix, 'text'> & { readonly cli?: string | undefined };
  readonly reference: string;
}

export interface CheckTallyView {
  readonly checkId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly service: string;
  readonly tally: Tally;
}

/** Everything that a report shows, whatever its format. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** Whose resources were judged: the first line of every format. */
  readonly source: string;
  readonly scan: ScanView;
  readonly subscriptions: readonly { readonly id: string; readonly name: string }[];
  readonly notCovered: readonly TypeCount[];
  readonly refused: readonly Refusal[];
  /** Checks that the operator switched off, and why. */
  readonly switchedOff: readonly SwitchedOff[];
  /** What the reader must know of the input: what was cut off, unreadable or there twice. */
  readonly notices: readonly string[];
  readonly findings: readonly FindingView[];
  /** What Defender for Cloud holds against the same resources, outside our own counts. */
  readonly assessments: readonly AssessmentFinding[];
  readonly secureScores: readonly SecureScore[];
  readonly errors: readonly ErrorTrace[];
  readonly checks: readonly CheckTallyView[];
}

/** Puts the real id into the fix of a finding. */
export function withCommand(view: FindingView): FindingView {
  const { cli } = view.fix;
  return cli === undefined ? view : { ...view, fix: { text: view.fix.text, cli: fillCommand(cli, view) } };
}

/** A stored finding and its check as reports show them; undefined for a verdict that is no finding. */
export function findingView(finding: Finding, check: CheckFacts): FindingView | undefined {
  const { judged, ...of } = finding;
  const { why, reference } = check;
  const fix = { text: check.fix.text, cli: check.fix.cli };
  const view = { ...of, subKey: judged.subKey, why, fix, reference };
  if (judged.verdict === 'fail') return withCommand({ ...view, status: 'fail', because: judged.because });
  if (judged.verdict !== 'unknown') return undefined;
  const { reason, detail, permission } = judged;
  return withCommand({ ...view, status: 'unknown', reason, detail, permission });
}
