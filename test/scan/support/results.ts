import type { ScanContext } from '../../../lib/scan/context.ts';
import { readControl } from '../../../lib/scan/control.ts';
import { listFindings } from '../../../lib/scan/findings.ts';
import * as queries from '../../../lib/scan/queries.ts';
import { viewScan } from '../../../lib/scan/view.ts';
import { prefixRange } from '../../../lib/store/keys.ts';
import { tallyRecord } from '../../../lib/store/records.ts';
import type { Stored } from '../../../lib/store/table.ts';

export async function rowsOf({ store }: ScanContext, scanId: string, prefix: string): Promise<readonly Stored[]> {
  const rows: Stored[] = [];
  for await (const row of store.scans.rows(scanId, prefixRange(prefix))) rows.push(row);
  return rows;
}

/** The finding rows as they are stored, byte for byte, without the service's own columns. */
export async function findingBytes(context: ScanContext, scanId: string): Promise<readonly string[]> {
  const rows = await rowsOf(context, scanId, 'finding~');
  return rows.map(({ rowKey, properties }) => JSON.stringify([rowKey, properties]));
}

/** How often each resource is noted as judged: a resource of two slices was judged twice. */
async function seenHashes(context: ScanContext, scanId: string): Promise<readonly string[]> {
  const rows = await rowsOf(context, scanId, 'seen~');
  return rows
    .flatMap(
      ({ properties }) => Buffer.from(String(properties['hashes']), 'base64').toString('hex').match(/.{32}/g) ?? [],
    )
    .sort();
}

/** Everything that a scan came to, without what differs from one run to the next: ids, times and the frames of traces. */
export async function resultsOf(context: ScanContext, scanId: string) {
  const control = await readControl(context.store.scans, scanId);
  if (!control) throw new Error(`There is no scan ${scanId}.`);
  const page = { top: 1000 };
  const [findings, errors, coverage, refused, seen, rows, tallies] = await Promise.all([
    listFindings(context, control, page),
    queries.listErrors(context, control, page),
    queries.getCoverage(context, control),
    queries.listRefusals(context, scanId, page),
    seenHashes(context, scanId),
    findingBytes(context, scanId),
    rowsOf(context, scanId, 'tally~'),
  ]);
  const { status, verdicts, findings: counts, progress, score, error } = viewScan(context, control);
  return {
    status,
    verdicts,
    counts,
    resourcesJudged: progress.resourcesJudged,
    resourcesListed: progress.resourcesListed,
    score,
    error,
    tallies: queries.listTallies(context, control),
    subscriptionTallies: tallies.map(({ properties }) => tallyRecord.parse(properties)),
    findings: findings.value.map(({ firstSeen, ...finding }) => ({ ...finding, isNew: firstSeen?.scanId === scanId })),
    rows,
    errors: errors.value.map(({ trace: _trace, ...rest }) => rest),
    coverage: { ...coverage, refused: refused.value },
    seen,
  };
}
export type Results = Awaited<ReturnType<typeof resultsOf>>;
