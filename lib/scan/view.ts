import type { ScanView } from '../model/scan.ts';
import type { ScanRecord } from '../store/records.ts';
import type { ScanContext } from './context.ts';
import { isFinal, type Control } from './control.ts';
import { summariseControl } from './finish.ts';
import type { Summary } from '../judge/summarise.ts';

/** Seconds left at the pace so far; null before anything was judged and after the end. */
function etaSeconds(scan: ScanRecord, summary: Summary, now: Date): number | null {
  const { resourcesJudged, resourcesListed } = summary;
  if (isFinal(scan) || scan.startedAt === null || resourcesJudged === 0) return null;
  const elapsed = (now.getTime() - Date.parse(scan.startedAt)) / 1000;
  return Math.max(0, Math.ceil((elapsed / resourcesJudged) * (resourcesListed - resourcesJudged)));
}

/** The scan as every answer shows it. */
export function viewScan(context: Pick<ScanContext, 'catalogue'>, control: Control): ScanView {
  const scan = control.scan.record;
  const parts = control.parts.map((part) => part.record);
  const summary: Summary = scan.summary ?? summariseControl(context, control);
  return {
    id: scan.id,
    status: scan.status,
    scope: scan.scope,
    options: scan.options,
    requestedBy: scan.requestedBy,
    createdAt: scan.createdAt,
    startedAt: scan.startedAt,
    finishedAt: scan.finishedAt,
    progress: {
      partsDone: parts.filter(isFinal).length,
      parts: scan.parts,
      resourcesJudged: summary.resourcesJudged,
      resourcesListed: summary.resourcesListed,
      etaSeconds: etaSeconds(scan, summary, new Date()),
    },
    findings: summary.findings,
    verdicts: summary.verdicts,
    coverage: summary.coverage,
    notCovered: summary.notCovered,
    score: scan.ending?.score ?? null,
    exempted: scan.ending?.exempted ?? null,
    changes: scan.changes,
    error: scan.error,
  };
}
