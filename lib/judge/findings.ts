import type { CatalogueCheck } from '../model/check.ts';
import type { Finding, FindingStatus, Tags } from '../model/finding.ts';
import { isRow } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged } from '../model/verdict.ts';
import { pairOf } from './tally.ts';

// A resource has at most 50 tags, their names 512 characters and their values 256: what is more is not Azure's, and would
// not fit a row. https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
const mostTags = 50;
const longestName = 512;
const longestValue = 256;

/** The tags of a resource, without what is no text. */
function tagsOf({ row }: Subject): Tags {
  const { tags } = row;
  if (!isRow(tags)) return {};
  const texts = Object.entries(tags).flatMap(([name, value]) =>
    typeof value === 'string' && name.length <= longestName ? [[name, value.slice(0, longestValue)] as const] : [],
  );
  return Object.fromEntries(texts.slice(0, mostTags));
}

/** The verdicts of a check on a subject that are kept, as they are stored and shown: fails and unknowns, and passes where asked for. */
export function findingsOf(
  check: CatalogueCheck,
  subject: Subject,
  judged: readonly Judged[],
  statuses: readonly FindingStatus[] = ['fail', 'unknown'],
): readonly Finding[] {
  return judged
    .filter((one) => one.verdict !== 'notApplicable')
    .filter(({ verdict }) => statuses.includes(verdict))
    .map((one) => ({
      checkId: check.id,
      severity: check.severity,
      title: check.title,
      resourceId: subject.id,
      resourceName: subject.name,
      resourceType: subject.type,
      resourceGroup: subject.resourceGroup,
      subscriptionId: subject.subscriptionId,
      location: subject.location,
      tags: tagsOf(subject),
      pair: pairOf(judged),
      judged: one,
    }));
}
