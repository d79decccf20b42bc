/** What was accepted: a finding is covered where every field that is set matches. At least one is. */
export interface ExemptionTarget {
  readonly check?: string;
  /** The resource and everything below it, by whole segments; lower case. */
  readonly resourceId?: string;
  /** Full id, lower case. */
  readonly resourceGroup?: string;
  readonly subscription?: string;
  /** `name=value`, or `name` for any value. Counts only where ALLOW_TAG_EXEMPTIONS is true. */
  readonly tag?: string;
}

/** A risk that somebody accepted for a time. */
export interface Exemption extends ExemptionTarget {
  readonly id: string;
  readonly reason: string;
  readonly createdBy: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** From then on the finding counts again. At most a year after `createdAt`. */
  readonly expiresAt: string;
}

/** What exemptions took out of a scan's score and alarms; frozen when it ended. */
export interface ExemptedCounts {
  /** Findings, fails and unknowns. */
  readonly total: number;
  /** Fails. */
  readonly bySeverity: Readonly<Record<'critical' | 'high' | 'medium' | 'low', number>>;
  /** Findings that only an exemption by tag covers: who can tag could exempt himself. */
  readonly byTag: number;
  /** SHA-256 over the exemptions that were in force. */
  readonly digest: string;
}
