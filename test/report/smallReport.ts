import type { FindingView, Report } from '../../lib/report/report.ts';

/** A failed finding of an account in resource group rg, with what is given put over it. */
export function failed(over: Partial<FindingView> = {}): FindingView {
  return {
    checkId: 'storage-secure-transfer',
    severity: 'high',
    title: 'Only encrypted connections are accepted',
    status: 'fail',
    resourceId: '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one',
    resourceName: 'one',
    resourceType: 'microsoft.storage/storageaccounts',
    resourceGroup: 'rg',
    subscriptionId: 's1',
    location: 'westeurope',
    subKey: '',
    because: { path: 'properties.supportsHttpsTrafficOnly', observed: 'false', expected: 'true' },
    why: 'Anyone on the way reads the data.',
    fix: { text: 'Require secure transfer.', cli: 'az storage account update --ids /x/one --https-only true' },
    reference: 'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
    ...over,
  };
}

export function unknown(over: Partial<FindingView> = {}): FindingView {
  const { because: _because, ...rest } = failed();
  return {
    ...rest,
    checkId: 'storage-blob-soft-delete',
    title: 'Deleted blobs can be recovered',
    status: 'unknown',
    reason: 'denied',
    detail: 'Azure answered 403 AuthorizationFailed',
    permission: 'Microsoft.Storage/storageAccounts/blobServices/read',
    ...over,
  };
}

type ScanPart = Partial<Report['scan']>;

/** A finished scan of one subscription that found nothing, with what is given put over it. */
export function report(over: Partial<Omit<Report, 'scan'>> = {}, scan: ScanPart = {}): Report {
  return {
    tool: { name: 'vigil', version: '0.1.0' },
    source: 'SAMPLE TENANT (default): nothing here is yours.',
    scan: {
      id: 'scan-1',
      status: 'completed',
      scope: {},
      options: {},
      requestedBy: 'local',
      createdAt: '2026-01-02T03:04:05.000Z',
      startedAt: '2026-01-02T03:04:05.000Z',
      finishedAt: '2026-01-02T03:04:07.500Z',
      progress: { partsDone: 1, parts: 1, resourcesJudged: 4, resourcesListed: 4, etaSeconds: null },
      findings: { total: 0, bySeverity: { critical: 0, high: 0, medium: 0, low: 0 } },
      verdicts: { pass: 8, fail: 0, unknown: 0, notApplicable: 0 },
      coverage: {
        percent: 100,
        subscriptionsAsked: 1,
        subscriptionsListed: 1,
        pairs: 8,
        pairsKnown: 8,
        gap: 0,
        partsFailed: 0,
      },
      notCovered: [],
      score: null,
      error: null,
      ...scan,
    },
    subscriptions: [{ id: 's1', name: 'Contoso' }],
    notCovered: [],
    refused: [],
    switchedOff: [],
    assessments: [],
    secureScores: [],
    notices: [],
    findings: [],
    errors: [],
    checks: [],
    ...over,
  };
}
