import { fillCommand } from '../judge/fixCommand.ts';
import type { CatalogueCheck, Fix } from '../model/check.ts';
import type { ExemptionMark, Finding, FindingView, ManagementGroup } from '../model/finding.ts';
import type { Kept } from '../model/verdict.ts';
import { findingRecord } from '../store/records.ts';
import type { Stored } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { Control } from './control.ts';
import { openInForce } from './exempted.ts';
import { openSightings } from './sightings.ts';

/** The service of a check: the first segment of its id. */
export const serviceOf = (checkId: string): string => checkId.split('-')[0] ?? '';

/** Makes finding records of stored rows, many at a time. */
export type FindingViewer = (rows: readonly Stored[]) => Promise<readonly FindingView[]>;

interface Placed {
  readonly name: string;
  readonly managementGroups: readonly ManagementGroup[] | null;
}

function evidenceOf(judged: Kept): Pick<FindingView, 'because' | 'reason' | 'detail' | 'permission'> {
  switch (judged.verdict) {
    case 'pass':
    case 'fail':
      return { because: judged.because };
    case 'unknown':
      return { reason: judged.reason, detail: judged.detail, permission: judged.permission };
  }
}

function fixOf({ text, cli }: Fix, finding: Finding): FindingView['fix'] {
  return cli === undefined ? { text } : { text, cli: fillCommand(cli, finding) };
}

/** One finding as every answer and report shows it. */
export function viewFinding(
  finding: Finding,
  check: Pick<CatalogueCheck, 'why' | 'fix' | 'reference'> | undefined,
  place: Placed | undefined,
  more: Pick<FindingView, 'firstSeen' | 'exemption'>,
): FindingView {
  const { judged, pair: _pair, ...facts } = finding;
  return {
    ...facts,
    service: serviceOf(finding.checkId),
    status: judged.verdict,
    subscriptionName: place?.name ?? '',
    managementGroups: place?.managementGroups ?? null,
    subKey: judged.subKey,
    ...evidenceOf(judged),
    why: check?.why ?? '',
    fix: check === undefined ? { text: '' } : fixOf(check.fix, finding),
    reference: check?.reference ?? '',
    ...more,
  };
}

/** Opens what the findings of a scan are shown with: its subscriptions, the history of its series, the exemptions in force now. */
export async function openFindingViewer(context: ScanContext, control: Control): Promise<FindingViewer> {
  const checks = new Map(context.catalogue.map((check) => [check.id, check]));
  const places = new Map<string, Placed>(
    control.parts.flatMap(({ record }) =>
      record.subscriptions.map(({ id, ...place }) => [id.toLowerCase(), place] as const),
    ),
  );
  const [exemptions, sightings] = await Promise.all([
    openInForce(context, new Date().toISOString()),
    openSightings(context, control),
  ]);
  const markOf = (finding: Finding): ExemptionMark | null => {
    const match = exemptions.match(finding);
    if (match === undefined) return null;
    const { id, reason, createdBy, expiresAt } = match.exemption;
    return { id, reason, createdBy, expiresAt, byTagOnly: match.byTagOnly };
  };
  return async (rows) => {
    const seen = await sightings(rows);
    return rows.map(({ rowKey, properties }) => {
      const { status: _status, ...finding } = findingRecord.parse(properties);
      return viewFinding(finding, checks.get(finding.checkId), places.get(finding.subscriptionId.toLowerCase()), {
        firstSeen: seen(rowKey),
        exemption: markOf(finding),
      });
    });
  };
}
