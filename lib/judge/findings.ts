import type { CatalogueCheck } from '../model/check.ts';
import type { Finding } from '../model/scan.ts';
import type { Subject } from '../model/subject.ts';
import type { Judged } from '../model/verdict.ts';

/** The fails and unknowns of a check on a subject, as they are stored and shown. */
export function findingsOf(check: CatalogueCheck, subject: Subject, judged: readonly Judged[]): readonly Finding[] {
  return judged
    .filter((one) => one.verdict === 'fail' || one.verdict === 'unknown')
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
      judged: one,
    }));
}
