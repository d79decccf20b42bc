import pMap from 'p-map';
import { sumsOf, weightsOf, type Scored } from '../judge/score.ts';
import { failsBySeverity, totalTally, type Tallies } from '../judge/tally.ts';
import { toProperties } from '../store/columns.ts';
import { postureRecord, weightRecord, type PostureRecord } from '../store/historyRecords.ts';
import { posturePartition, prefixRange, scoreHistoryKey, scoreKey, weightKey } from '../store/keys.ts';
import { subscriptionScoreRecord, tallyRecord, type PartRecord, type ScanRecord } from '../store/records.ts';
import { mostWrites, type Table, type Write } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { isGoing } from './isGoing.ts';
import { serviceOf } from './viewFindings.ts';

/** Subscriptions written at once. */
const atOnce = 8;

/** Whether a scan tells how a subscription stands: everything in it was asked for. */
function isWhole({ scope, options }: ScanRecord): boolean {
  const { checks, services, severities, tags } = options;
  const narrowed = scope.resourceIds ?? scope.resourceGroups ?? checks ?? services ?? severities ?? tags;
  return narrowed === undefined;
}

/** Moves only to a later scan. */
async function moveTo(table: Table, posture: PostureRecord): Promise<void> {
  const { subscriptionId, scanId } = posture;
  const properties = toProperties({ ...posture });
  for (;;) {
    const found = await table.get(posturePartition, subscriptionId);
    if (found && postureRecord.parse(found.properties).scanId >= scanId) return;
    const write: Write = found
      ? { kind: 'replace', rowKey: subscriptionId, etag: found.etag, properties }
      : { kind: 'insert', rowKey: subscriptionId, properties };
    if ((await table.write(posturePartition, [write])).state === 'written') return;
  }
}

interface Standing {
  readonly subscriptionId: string;
  /** undefined: no subscription of the part. */
  readonly name: string | undefined;
  readonly tallies: Tallies;
}

async function postureOf(
  table: Table,
  { id, finishedAt, ending }: ScanRecord,
  { subscriptionId, tallies, name }: Standing,
): Promise<PostureRecord> {
  const stored = await table.get(id, scoreKey(subscriptionId));
  const score = stored && subscriptionScoreRecord.parse(stored.properties);
  const { pass, fail, unknown, notApplicable } = totalTally(tallies);
  return {
    subscriptionId,
    name: name ?? '',
    scanId: id,
    finishedAt: finishedAt ?? '',
    low: score?.low ?? null,
    high: score?.high ?? null,
    verdicts: { pass, fail, unknown, notApplicable },
    findings: failsBySeverity(tallies, (checkId) => ending?.checks[checkId]),
  };
}

/** What every subscription of a part came to, those included in which nothing was judged; and the tenant. */
async function standingsOf(
  table: Table,
  scanId: string,
  { part, subscriptions }: PartRecord,
): Promise<readonly Standing[]> {
  const standings = new Map(
    subscriptions.map(({ id, name }): [string, Standing] => {
      const subscriptionId = id.toLowerCase();
      return [subscriptionId, { subscriptionId, name, tallies: {} }];
    }),
  );
  for await (const { properties } of table.rows(scanId, prefixRange(`tally~${part}~`))) {
    const { subscriptionId, tallies } = tallyRecord.parse(properties);
    const name = standings.get(subscriptionId)?.name;
    standings.set(subscriptionId, { subscriptionId, name, tallies });
  }
  return [...standings.values()];
}

/** The weights of a series' later scans stay. */
async function writeWeights(
  context: ScanContext,
  { id, series, ending }: ScanRecord,
  standings: readonly Standing[],
): Promise<void> {
  const { history } = context.store;
  const later = new Set<string>();
  for await (const { rowKey, properties } of history.rows(series, prefixRange('weight~'))) {
    if (weightRecord.parse(properties).scanId > id) later.add(rowKey);
  }
  // As the scan judged: another catalogue may be in force by now.
  const checks = new Map<string, Scored>(
    Object.entries(ending?.checks ?? {}).map(([checkId, severity]) => [
      checkId,
      { service: serviceOf(checkId), severity },
    ]),
  );
  const rows = standings.flatMap(({ subscriptionId, tallies }): Write[] => {
    const weights = weightsOf(sumsOf(tallies, (checkId) => checks.get(checkId)));
    const rowKey = weightKey(subscriptionId);
    if (later.has(rowKey)) return [];
    return [{ kind: 'upsert', rowKey, properties: toProperties({ scanId: id, weights }) }];
  });
  for (let at = 0; at < rows.length; at += mostWrites) await history.write(series, rows.slice(at, at + mostWrites));
}

/**
 * Writes how the subscriptions of a finished scan stand: what each weighs in scores of the series and, where the scan
 * was neither narrowed nor cut short there, its posture. Scans without findings count. Repeated, it writes the same.
 */
export async function writePosture(context: ScanContext, { scan, parts }: Control): Promise<void> {
  const { record } = scan;
  const { scans, history } = context.store;
  for (const { record: part } of parts.filter((one) => one.record.status === 'completed')) {
    const standings = await standingsOf(scans, record.id, part);
    const named = isWhole(record) ? standings.filter(({ name }) => name !== undefined) : [];
    const postures = await pMap(named, (standing) => postureOf(scans, record, standing), { concurrency: atOnce });
    // Of a scan that is being deleted some of it may have been gone already.
    if (await isGoing(scans, record.id)) return;
    await writeWeights(context, record, standings);
    await pMap(
      postures,
      async (posture) => {
        const properties = toProperties({ ...posture });
        await moveTo(history, posture);
        await history.write(posture.subscriptionId, [
          { kind: 'upsert', rowKey: scoreHistoryKey(record.id), properties },
        ]);
      },
      { concurrency: atOnce },
    );
  }
}
