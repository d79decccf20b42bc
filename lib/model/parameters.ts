export const tlsVersions = ['1.0', '1.1', '1.2', '1.3'] as const;
export type TlsVersion = (typeof tlsVersions)[number];

/** What an organisation may set for itself. The defaults are Microsoft's recommendations. */
export interface CheckParameters {
  /** TLS versions that a service may accept as its oldest. */
  readonly acceptedTlsVersions: readonly TlsVersion[];
  /** Days within which access keys of storage accounts are rotated. */
  readonly accountKeyDays: number;
  /** Days that network flow logs are kept. */
  readonly flowLogDays: number;
  /** Days before its end by which a certificate is to be renewed. */
  readonly certificateDays: number;
}

export type ParameterName = keyof CheckParameters;

// TLS: https://learn.microsoft.com/security/benchmark/azure/mcsb-v2-data-protection
// Keys: https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage#create-a-key-expiration-policy
// Certificates: https://learn.microsoft.com/azure/key-vault/certificates/secure-certificates#certificate-monitoring-and-alerts
export const defaultParameters: CheckParameters = Object.freeze({
  acceptedTlsVersions: Object.freeze(['1.2', '1.3'] as const),
  accountKeyDays: 90,
  flowLogDays: 90,
  certificateDays: 30,
});
