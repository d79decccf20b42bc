import type { CollectError, PageItem } from '../collect/collector.ts';
import { toAssessment } from '../judge/assessments.ts';
import { toSecureScore } from '../judge/secureScore.ts';
import type { AssessmentFinding, SameAs } from '../model/assessment.ts';
import type { Subject } from '../model/subject.ts';
import { assessmentKey, secureScoreKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import type { Write } from '../store/table.ts';
import { fitText } from '../store/text.ts';
import { failureOf, redact, type Failure } from './trace.ts';
import type { WorkItem } from './workItem.ts';

/** What Defender for Cloud holds of a part's subscriptions, read in bulk after our own checks. */
export const defenderTypes = ['microsoft.security/assessments', 'microsoft.security/securescores'] as const;

function assessmentRow(finding: AssessmentFinding): Write {
  const detail = fitText(redact(finding.detail), 4_000);
  const subscriptionId = finding.subscriptionId.toLowerCase();
  const rowKey = assessmentKey(finding.assessmentKey, finding.resourceId);
  return { kind: 'upsert', rowKey, properties: toProperties({ ...finding, subscriptionId, detail }) };
}

function failed(detail: string, resourceId: string): Failure {
  return failureOf(Object.assign(new Error(detail), { code: 'unusableRow', stack: '' }), { resourceId });
}

function rowsOf(subject: Subject, sameAs: SameAs): Pick<WorkItem, 'rows' | 'failures'> {
  if (subject.type === 'microsoft.security/securescores') {
    const score = toSecureScore(subject.row, subject.subscriptionId.toLowerCase());
    if (score === undefined) return { rows: [], failures: [] };
    const rowKey = secureScoreKey(score.subscriptionId);
    return { rows: [{ kind: 'upsert', rowKey, properties: toProperties({ ...score }) }], failures: [] };
  }
  const read = toAssessment(subject.row, sameAs);
  if (read.state === 'unread') return { rows: [], failures: [failed(read.detail, subject.id)] };
  return { rows: read.value === undefined ? [] : [assessmentRow(read.value)], failures: [] };
}

const outside = { tallies: [], subscriptionId: '', resourceId: '', checks: [], judged: 0 } as const;

/** Resource Graph refused to list what Defender for Cloud holds: an error of the part, and no more. */
export function refusedAssessments(error: CollectError, cursor: string | null): WorkItem {
  return { ...outside, rows: [], failures: [failureOf(error, {})], cursor: { stage: 'assessments', cursor } };
}

/** A row of Defender for Cloud as one step of a part: outside our own counts. */
export function assessmentItem({ found, cursor }: PageItem, sameAs: SameAs): WorkItem {
  const next = { stage: 'assessments', cursor } as const;
  if ('unread' in found) {
    return { ...outside, rows: [], failures: [failed(found.unread.detail, found.id)], cursor: next };
  }
  return { ...outside, ...rowsOf(found, sameAs), cursor: next };
}
