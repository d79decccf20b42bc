/** Defender for Cloud's own score of a subscription: https://learn.microsoft.com/azure/defender-for-cloud/secure-score-security-controls */
export interface SecureScore {
  readonly subscriptionId: string;
  readonly current: number;
  readonly max: number;
}
