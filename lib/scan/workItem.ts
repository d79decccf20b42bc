import type { UnusableRow } from '../collect/collector.ts';
import type { CheckOutcome } from '../judge/assess.ts';
import { findingsOf } from '../judge/findings.ts';
import { tallyPair } from '../judge/tally.ts';
import type { CatalogueCheck } from '../model/check.ts';
import { resourceTypes, subscriptionType } from '../model/resourceTypes.ts';
import type { Finding, FindingStatus } from '../model/finding.ts';
import type { Refusal } from '../model/scan.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged, Unread } from '../model/verdict.ts';
import { findingKey, hashOf, passedKey, refusalKey } from '../store/keys.ts';
import { toProperties } from '../store/columns.ts';
import type { WorkCursor } from '../store/records.ts';
import type { Write } from '../store/table.ts';
import { fitText } from '../store/text.ts';
import { failureOf, redact, type Failure } from './trace.ts';
import type { CheckTally } from '../judge/tally.ts';

/** One step of a part that is committed whole: a resource judged, or a view probed. */
export interface WorkItem {
  /** Rows of findings and refusals. */
  readonly rows: readonly Write[];
  readonly failures: readonly Failure[];
  readonly tallies: readonly (readonly [string, CheckTally])[];
  /** Whose tallies they are; '' outside every subscription. Lower case. */
  readonly subscriptionId: string;
  /** Id of the resource judged; '' for a probe. */
  readonly resourceId: string;
  /** The checks that judged it: what a half-written item's rows begin with. */
  readonly checks: readonly string[];
  /** 1 for a row of a listing, 0 for a probe. */
  readonly judged: 0 | 1;
  readonly cursor: WorkCursor;
}

/** The detail of an unknown may quote a whole answer; the trace of its error keeps what does not fit here. */
function fitJudged(judged: Judged): Judged {
  return judged.verdict === 'unknown' ? { ...judged, detail: fitText(redact(judged.detail), 4_000) } : judged;
}

/** Keys are told apart without regard to case: a repeated one gets a number, so that no verdict hides another. */
function withOwnKeys(outcome: CheckOutcome): CheckOutcome {
  const times = new Map<string, number>();
  const judged = outcome.judged.map((one) => {
    const key = one.subKey.toLowerCase();
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time === 1 ? one : { ...one, subKey: `${one.subKey} (${String(time)})` };
  });
  return { ...outcome, judged };
}

function findingRow(finding: Finding): Write {
  const { checkId, resourceId } = finding;
  const judged = fitJudged(finding.judged);
  const subscriptionId = finding.subscriptionId.toLowerCase();
  const properties = toProperties({ ...finding, subscriptionId, judged, status: judged.verdict });
  const key = judged.verdict === 'pass' ? passedKey : findingKey;
  return { kind: 'upsert', rowKey: key(checkId, resourceId, judged.subKey), properties };
}

function failuresOf(subject: Subject, outcomes: readonly CheckOutcome[]): readonly Failure[] {
  return outcomes.flatMap(({ check, thrown }) =>
    thrown === undefined ? [] : [failureOf(thrown, { checkId: check.id, resourceId: subject.id })],
  );
}

/** A subject with its outcomes, as one item. */
export function judgedItem(
  subject: Subject,
  judgements: readonly CheckOutcome[],
  cursor: WorkCursor,
  statuses?: readonly FindingStatus[],
): WorkItem {
  const outcomes = judgements.map(withOwnKeys);
  return {
    rows: outcomes.flatMap(({ check, judged }) => findingsOf(check, subject, judged, statuses).map(findingRow)),
    failures: failuresOf(subject, outcomes),
    tallies: outcomes.map(({ check, judged }) => [check.id, tallyPair(judged)] as const),
    subscriptionId: subject.subscriptionId.toLowerCase(),
    resourceId: subject.id,
    checks: outcomes.map(({ check }) => check.id),
    judged: 1,
    cursor,
  };
}

function asUnknown(unread: Unread, subKey: string): Judged {
  return { verdict: 'unknown', reason: unread.reason, detail: unread.detail, permission: unread.permission, subKey };
}

const everyUnknown = (checks: readonly CatalogueCheck[], unread: Unread, subKey: string): readonly CheckOutcome[] =>
  checks.map((check) => ({ check, judged: [asUnknown(unread, subKey)] }));

/** A subscription as the subject of what cannot be said of a resource. */
export function subscriptionSubject(subscriptionId: string, name: string): Subject {
  const id = `/subscriptions/${subscriptionId}`;
  return {
    id,
    type: subscriptionType,
    name,
    subscriptionId,
    resourceGroup: '',
    location: '',
    row: { id },
    origin: 'arm',
  };
}

/** A view that is not whole: each check on that type is unknown on the subscription, so that no check disappears. */
export function hiddenItem(
  part: string,
  subscription: { readonly id: string; readonly name: string },
  type: string,
  checks: readonly CatalogueCheck[],
  refused: Unread | undefined,
  cursor: WorkCursor,
): WorkItem {
  const subject = subscriptionSubject(subscription.id, subscription.name);
  const subscriptionId = subscription.id.toLowerCase();
  if (!refused) {
    return { rows: [], failures: [], tallies: [], subscriptionId, resourceId: '', checks: [], judged: 0, cursor };
  }
  const partial: Unread = { ...refused, reason: 'partialView' };
  const item = judgedItem(subject, everyUnknown(checks, partial, type), cursor);
  const refusal: Refusal = {
    subscriptionId: subscription.id,
    type: resourceTypes[type]?.name ?? type,
    reason: refused.reason,
    detail: refused.detail,
    permission: refused.permission,
  };
  const rowKey = refusalKey(part, subscription.id, type);
  const row: Write = { kind: 'upsert', rowKey, properties: toProperties({ ...refusal }) };
  // Where no check is on the type, nothing else would tell that it was refused.
  const refusedRead = Object.assign(new Error(`${refusal.type}: ${refused.detail}`), { code: 'refused', stack: '' });
  const failures = checks.length > 0 ? item.failures : [failureOf(refusedRead, { resourceId: subject.id })];
  const tallies = item.tallies.map(([checkId, tally]) => [checkId, { ...tally, hidden: 1 }] as const);
  return { ...item, rows: [...item.rows, row], tallies, failures, resourceId: '', judged: 0 };
}

/** A row that cannot be judged: each check on its type is unknown, on the resource where its id is known, else on the subscription. */
export function unusableItem(found: UnusableRow, checks: readonly CatalogueCheck[], cursor: WorkCursor): WorkItem {
  const { id, type, subscriptionId, unread } = found;
  const named = id !== '';
  const base = subscriptionSubject(subscriptionId, '');
  const subject: Subject = named ? { ...base, id, type, name: id.split('/').at(-1) ?? '' } : base;
  const subKey = named ? '' : `${type} ${hashOf(unread.detail)}`;
  const error = Object.assign(new Error(unread.detail), {
    code: unread.reason === 'threw' ? 'endedProcess' : 'unusableRow',
    stack: '',
  });
  const item = judgedItem(subject, everyUnknown(checks, unread, subKey), cursor);
  // Nobody can tell which resource was looked at.
  const resourceId = named ? item.resourceId : '';
  return { ...item, resourceId, failures: [failureOf(error, { resourceId: subject.id })] };
}
