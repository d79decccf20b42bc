import type { Severity } from './check.ts';

/**
 * What Defender for Cloud holds against a resource, stored beside our findings and outside their counts.
 * https://learn.microsoft.com/rest/api/defenderforcloud/assessments/list
 */
export interface AssessmentFinding {
  readonly source: 'defender';
  /** Tells the recommendation, the same for every resource: a GUID in lower case. */
  readonly assessmentKey: string;
  /** Full id: that of the resource and /providers/Microsoft.Security/assessments/{key}. */
  readonly assessmentId: string;
  readonly title: string;
  /** As Defender for Cloud rates it; null where the row does not say. */
  readonly severity: Severity | null;
  /** What was assessed, as Azure wrote it: a resource, or a subscription. */
  readonly resourceId: string;
  readonly resourceName: string;
  /** Lower case. */
  readonly resourceType: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  /** Why it is unhealthy, in Defender's words; '' where it does not say. */
  readonly detail: string;
  /** Where the portal shows it; '' where the row does not say. */
  readonly portal: string;
  /** Ids of our checks that judge the same, so that nothing is counted twice. */
  readonly sameAs: readonly string[];
}

/** The checks that judge the same as a recommendation. `policyId` is the built-in policy behind it, '' where none is known. */
export type SameAs = (assessmentKey: string, policyId: string) => readonly string[];
