import { createHash } from 'node:crypto';
import { openExemptions } from '../judge/exempt.ts';
import { exemptDelta, type ExemptPair } from '../judge/exemptPairs.ts';
import { addTally, emptyTally, type CheckTally, type Tallies } from '../judge/tally.ts';
import type { ExemptedCounts } from '../model/exemption.ts';
import type { Finding } from '../model/finding.ts';
import { subscriptionType } from '../model/resourceTypes.ts';
import { prefixRange } from '../store/keys.ts';
import { findingRecord } from '../store/records.ts';
import type { ScanContext } from './context.ts';
import { readExemptions } from './exemptions.ts';

/** What exemptions take out of a scan: its counts, and what its checks count less in each subscription. */
export interface Exempted {
  readonly counts: ExemptedCounts;
  readonly deltas: ReadonlyMap<string, Tallies>;
}

/** The exemptions in force at a time. */
export async function openInForce(context: ScanContext, at: string) {
  return openExemptions(await readExemptions(context), { at, tagsAllowed: context.settings.tagExemptions });
}

/** Findings of one check and resource, which stand one after the other. */
interface Open extends ExemptPair {
  readonly key: string;
  readonly checkId: string;
  readonly subscriptionId: string;
}

/**
 * Whether a finding stands on a subscription for something else: for a whole type, or for a row without an id. Each is a
 * pair of its own.
 */
type Stands = (finding: Finding) => 'forType' | 'forRow' | undefined;

function openSums(standsFor: Stands) {
  const bySeverity = { critical: 0, high: 0, medium: 0, low: 0 };
  const counts = { total: 0, bySeverity, byTag: 0 };
  const deltas = new Map<string, Record<string, CheckTally>>();
  let open: Open | undefined;

  function close(): void {
    if (open === undefined) return;
    const { checkId, subscriptionId } = open;
    const tallies = deltas.get(subscriptionId) ?? {};
    tallies[checkId] = addTally(tallies[checkId] ?? emptyTally, exemptDelta(open));
    deltas.set(subscriptionId, tallies);
    open = undefined;
  }

  function add(rowKey: string, finding: Finding, byTagOnly: boolean): void {
    const { checkId, severity, pair, judged } = finding;
    const standing = standsFor(finding);
    const key = standing === undefined ? rowKey.slice(0, rowKey.lastIndexOf('~')) : rowKey;
    const failed = judged.verdict === 'fail' ? 1 : 0;
    counts.total += 1;
    counts.byTag += byTagOnly ? 1 : 0;
    bySeverity[severity] += failed;
    if (open?.key !== key) {
      close();
      const subscriptionId = finding.subscriptionId.toLowerCase();
      open = { key, checkId, subscriptionId, pair, fail: 0, unknown: 0, hidden: standing === 'forType' };
    }
    open = { ...open, fail: open.fail + failed, unknown: open.unknown + 1 - failed };
  }

  return { add, close, counts, deltas };
}

/** Applies the exemptions in force to a scan's findings, read in their order with flat memory. */
export async function applyExemptions(context: ScanContext, scanId: string, at: string): Promise<Exempted> {
  const exemptions = await openInForce(context, at);
  const judges = new Map(context.catalogue.map(({ id, on }) => [id, on]));
  const sums = openSums(({ checkId, resourceType, judged }) => {
    const on = judges.get(checkId);
    if (resourceType !== subscriptionType || on === subscriptionType) return undefined;
    return judged.subKey === on ? 'forType' : 'forRow';
  });
  const prefixes = exemptions.checks?.map((check) => `finding~${check}~`) ?? ['finding~'];
  for (const prefix of exemptions.inForce.length === 0 ? [] : prefixes) {
    for await (const { rowKey, properties } of context.store.scans.rows(scanId, prefixRange(prefix))) {
      const finding = findingRecord.parse(properties);
      const match = exemptions.match(finding);
      if (match) sums.add(rowKey, finding, match.byTagOnly);
    }
  }
  sums.close();
  const digest = createHash('sha256').update(JSON.stringify(exemptions.inForce)).digest('hex');
  return { counts: { ...sums.counts, digest }, deltas: sums.deltas };
}
