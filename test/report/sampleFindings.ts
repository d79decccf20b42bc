import type { ExemptionMark, FindingView } from '../../lib/model/finding.ts';
import { severities } from '../../lib/model/check.ts';
import type { Report, ReportWriter } from '../../lib/report/report.ts';

const subscriptionId = '00000000-0000-4000-8000-000000000001';
const accounts = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts`;

/** The ready fail: every field of the record holds something, but for those of an unknown and the exemption. */
export function failing(over: Partial<FindingView> = {}): FindingView {
  return {
    checkId: 'storage-secure-transfer',
    service: 'storage',
    severity: 'high',
    title: 'Only encrypted connections are accepted',
    status: 'fail',
    resourceId: `${accounts}/One`,
    resourceName: 'One',
    resourceType: 'microsoft.storage/storageaccounts',
    resourceGroup: 'rg',
    subscriptionId,
    subscriptionName: 'Contoso',
    managementGroups: [
      { id: 'root', name: 'Tenant Root Group' },
      { id: 'mg1', name: 'Production' },
    ],
    location: 'westeurope',
    tags: { owner: 'payments', env: 'prod' },
    subKey: '',
    because: {
      path: 'properties.supportsHttpsTrafficOnly',
      observed: 'false',
      expected: 'true',
      trail: [`${accounts}/One`, `${accounts}/Two`],
    },
    why: 'Anyone on the way reads the data.',
    fix: { text: 'Require secure transfer.', cli: `az storage account update --ids ${accounts}/One --https-only true` },
    reference: 'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
    firstSeen: { scanId: 'scan-0', at: '2026-01-01T00:00:00.000Z' },
    exemption: null,
    ...over,
  };
}

export function passing(over: Partial<FindingView> = {}): FindingView {
  const because = { path: 'properties.minimumTlsVersion', observed: '"TLS1_2"', expected: '"TLS1_2" or newer' };
  return failing({
    checkId: 'storage-minimum-tls',
    title: 'Old TLS versions are refused',
    status: 'pass',
    because,
    firstSeen: null,
    ...over,
  });
}

export function unknown(over: Partial<FindingView> = {}): FindingView {
  const { because: _because, ...rest } = failing();
  return {
    ...rest,
    checkId: 'storage-blob-soft-delete',
    title: 'Deleted blobs can be recovered',
    severity: 'medium',
    status: 'unknown',
    reason: 'denied',
    detail: 'Azure answered 403 AuthorizationFailed',
    permission: 'Microsoft.Storage/storageAccounts/blobServices/read',
    ...over,
  };
}

export const exemption: ExemptionMark = {
  id: '11111111-1111-4111-8111-111111111111',
  reason: 'Old printers until spring',
  createdBy: 'ada@contoso.example',
  expiresAt: '2026-06-01T00:00:00.000Z',
  byTagOnly: true,
};

/** One of each kind, as they come: a fail, an exempted fail, an unknown, a pass. */
export const oneOfEach: readonly FindingView[] = [
  failing(),
  failing({ resourceId: `${accounts}/Two`, resourceName: 'Two', exemption }),
  unknown(),
  passing(),
];

/** As many findings as asked for, worst severity first, each of a resource of its own, every tenth unknown. */
export function* manyFindings(count: number): Generator<FindingView> {
  for (let index = 0; index < count; index += 1) {
    const severity = severities[Math.floor((index * severities.length) / count)] ?? 'low';
    const name = `account${String(index)}`;
    const own = { severity, resourceId: `${accounts}/${name}`, resourceName: name };
    yield index % 10 === 9
      ? unknown(own)
      : failing({ ...own, checkId: `storage-${severity}-${String(index % 5)}`, title: `Check ${severity}` });
  }
}

/** What a tenant's names may hold to break out of a file: `marker` tells one field from another. */
export function hostile(marker: string): string {
  return `=${marker}()|a, "b" 'c'; \`d\` \\| <img src=x onerror=alert(1)> </script> [e](https://evil.example) www.evil.example @team #1 *f* _g_ {0} \u202eh\r\n# i\n| - | - |\u2028j\u0000`;
}

/** A finding of which every text that comes from outside is hostile. */
export function hostileFinding(over: Partial<FindingView> = {}): FindingView {
  return failing({
    resourceId: hostile('resourceId'),
    resourceName: hostile('resourceName'),
    resourceGroup: hostile('resourceGroup'),
    subscriptionName: hostile('subscriptionName'),
    managementGroups: [{ id: hostile('groupId'), name: hostile('groupName') }],
    location: hostile('location'),
    tags: { [hostile('tagName')]: hostile('tagValue') },
    subKey: hostile('subKey'),
    because: { path: 'a.b', observed: hostile('observed'), expected: hostile('expected'), trail: [hostile('trail')] },
    fix: { text: hostile('fix'), cli: hostile('cli') },
    exemption: { ...exemption, reason: hostile('reason'), createdBy: hostile('createdBy') },
    ...over,
  });
}

type ScanPart = Partial<Report['scan']>;

/** A finished scan of one subscription with something in every part, with what is given put over it. */
export function sampleReport(over: Partial<Omit<Report, 'scan'>> = {}, scan: ScanPart = {}): Report {
  return {
    tool: { name: 'vigil', version: '0.1.0' },
    source: 'SAMPLE TENANT (default): nothing here is yours.',
    scan: {
      id: 'scan-1',
      status: 'completedWithErrors',
      scope: {},
      options: {},
      requestedBy: 'local',
      createdAt: '2026-01-02T03:04:05.000Z',
      startedAt: '2026-01-02T03:04:05.000Z',
      finishedAt: '2026-01-02T03:04:07.500Z',
      progress: { partsDone: 1, parts: 1, resourcesJudged: 4, resourcesListed: 4, etaSeconds: null },
      findings: { total: 3, bySeverity: { critical: 0, high: 2, medium: 0, low: 0 } },
      verdicts: { pass: 1, fail: 2, unknown: 1, notApplicable: 0 },
      coverage: {
        percent: 87.5,
        subscriptionsAsked: 2,
        subscriptionsListed: 1,
        pairs: 4,
        pairsKnown: 3,
        gap: 2,
        partsFailed: 1,
      },
      notCovered: [{ type: 'microsoft.web/sites', count: 500 }],
      score: { low: 41.25, high: 66.5 },
      exempted: { total: 1, bySeverity: { critical: 0, high: 1, medium: 0, low: 0 }, byTag: 1, digest: 'ab12' },
      changes: {
        since: 'scan-0',
        counts: { new: 1, newCheck: 0, resolved: 2, open: 2, gone: 3, notRead: 4 },
      },
      error: null,
      ...scan,
    },
    subscriptions: [{ id: subscriptionId, name: 'Contoso', managementGroups: null }],
    notCovered: [{ type: 'microsoft.web/sites', count: 500 }],
    refused: [
      {
        subscriptionId: '00000000-0000-4000-8000-000000000002',
        type: '',
        reason: 'denied',
        detail: 'the subscription could not be listed',
        permission: 'Microsoft.Resources/subscriptions/read',
      },
    ],
    switchedOff: [{ checkId: 'storage-shared-key-access', reason: 'accepted by the board' }],
    notices: ['2 rows of the input were there twice'],
    assessments: [],
    secureScores: [{ subscriptionId, current: 20, max: 50 }],
    errors: [
      {
        part: '01',
        code: 'TypeError',
        message: 'x is null',
        checkId: 'storage-secure-transfer',
        resourceId: `${accounts}/One`,
        count: 3,
        trace: 'TypeError: x is null\n    at secretPlace (file.ts:1:1)',
      },
    ],
    checks: [
      {
        checkId: 'storage-secure-transfer',
        title: 'Only encrypted connections are accepted',
        severity: 'high',
        service: 'storage',
        tally: { pass: 0, fail: 2, unknown: 0, notApplicable: 0 },
      },
      {
        checkId: 'keyvault-purge-protection',
        title: 'Deleted vaults can be recovered',
        severity: 'medium',
        service: 'keyvault',
        tally: { pass: 1, fail: 0, unknown: 0, notApplicable: 0 },
      },
    ],
    services: [
      { name: 'storage', low: 10, high: 40 },
      { name: 'keyvault', low: 100, high: 100 },
    ],
    subscriptionScores: [{ name: subscriptionId, low: 41.25, high: 66.5 }],
    newFindings: [failing()],
    ...over,
  };
}

/** The whole file that a writer makes of these findings. */
export function written(writer: ReportWriter, report: Report, findings: Iterable<FindingView>): string {
  let text = writer.begin(report);
  for (const finding of findings) text += writer.add(finding);
  return text + writer.end();
}
