import { openHtml, type HtmlOptions } from '../../../../lib/report/html.ts';
import type { FindingView } from '../../../../lib/model/finding.ts';
import type { Report } from '../../../../lib/report/report.ts';

export const contoso = '5a9e0000-0001-4000-8000-00000000c0a0';
export const fabrikam = '5a9e0000-0002-4000-8000-00000000fab0';

/** A failed finding of storage account `one`, with what is given put over it. */
export function finding(over: Partial<FindingView> = {}): FindingView {
  return {
    checkId: 'storage-secure-transfer',
    service: 'storage',
    severity: 'high',
    title: 'Only encrypted connections are accepted',
    status: 'fail',
    resourceId: `/subscriptions/${contoso}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one`,
    resourceName: 'one',
    resourceType: 'microsoft.storage/storageaccounts',
    resourceGroup: 'rg',
    subscriptionId: contoso,
    subscriptionName: 'Contoso Production',
    managementGroups: [
      { id: 'root', name: 'Tenant Root Group' },
      { id: 'lz', name: '' },
    ],
    location: 'westeurope',
    tags: { Owner: 'payments', env: 'prod' },
    subKey: '',
    because: { path: 'properties.supportsHttpsTrafficOnly', observed: 'false', expected: 'true' },
    why: 'Anyone on the way reads the data.',
    fix: { text: 'Require secure transfer.', cli: 'az storage account update --ids /x/one --https-only true' },
    reference: 'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
    firstSeen: { scanId: 'scan-0', at: '2026-10-01T08:00:00.123Z' },
    exemption: null,
    ...over,
  };
}

export function unknown(over: Partial<FindingView> = {}): FindingView {
  return finding({
    checkId: 'storage-blob-soft-delete',
    title: 'Deleted blobs can be recovered',
    severity: 'medium',
    status: 'unknown',
    because: undefined,
    reason: 'denied',
    detail: 'Azure answered 403 AuthorizationFailed',
    permission: 'Microsoft.Storage/storageAccounts/blobServices/read',
    ...over,
  });
}

/** Five findings of three checks, two subscriptions and two owners, worst first. */
export const fewFindings: readonly FindingView[] = [
  finding({
    checkId: 'network-admin-ports',
    service: 'network',
    severity: 'critical',
    title: 'No administration port is open',
    resourceName: 'nsg-web',
    subKey: 'RDP 3389/TCP',
    because: { path: 'rules', observed: 'Allow', expected: 'Deny', trail: ['/first/step', '/second/step'] },
    fix: { text: 'Close it.' },
    tags: {},
    firstSeen: { scanId: 'scan-1', at: '2026-11-24T03:04:05.000Z' },
  }),
  finding(),
  finding({ resourceName: 'two', subscriptionId: fabrikam, subscriptionName: 'Fabrikam', tags: { OWNER: 'web-team' } }),
  finding({
    resourceName: 'three',
    exemption: {
      id: 'e1',
      reason: 'Test rig',
      createdBy: 'maria@contoso.example',
      expiresAt: '2027-03-01T00:00:00.000Z',
      byTagOnly: false,
    },
  }),
  unknown(),
];

/** As many findings as wanted, of 40 checks, worst first. */
export function manyFindings(count: number): readonly FindingView[] {
  const severities = ['critical', 'high', 'medium', 'low'] as const;
  return Array.from({ length: count }, (_, index) => {
    const check = Math.floor((index * 40) / count);
    const id = String(index);
    return finding({
      checkId: `storage-check-${String(check)}`,
      severity: severities[Math.floor(check / 10)] ?? 'low',
      title: `Check number ${String(check)} holds`,
      resourceId: `/subscriptions/${contoso}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a${id}`,
      resourceName: `a${id}`,
      tags: { owner: `team-${String(index % 25)}` },
      status: index % 10 === 0 ? 'unknown' : 'fail',
    });
  });
}

/** A finished scan of two subscriptions, with what is given put over it. */
export function report(over: Partial<Omit<Report, 'scan'>> = {}, scan: Partial<Report['scan']> = {}): Report {
  const tally = { pass: 6, fail: 4, unknown: 1, notApplicable: 2 };
  return {
    tool: { name: 'vigil', version: '0.1.0' },
    source: 'SAMPLE TENANT (default): nothing here is yours.',
    scan: {
      id: 'scan-1',
      status: 'completedWithErrors',
      scope: {},
      options: {},
      requestedBy: 'local',
      createdAt: '2026-11-24T03:04:05.000Z',
      startedAt: '2026-11-24T03:04:05.000Z',
      finishedAt: '2026-11-24T03:04:07.500Z',
      progress: { partsDone: 1, parts: 1, resourcesJudged: 4, resourcesListed: 4, etaSeconds: null },
      findings: { total: 5, bySeverity: { critical: 1, high: 3, medium: 0, low: 0 } },
      verdicts: tally,
      coverage: {
        percent: 91.66,
        subscriptionsAsked: 2,
        subscriptionsListed: 2,
        pairs: 12,
        pairsKnown: 11,
        gap: 0,
        partsFailed: 0,
      },
      notCovered: [],
      score: { low: 61.25, high: 64.5 },
      exempted: { total: 1, bySeverity: { critical: 0, high: 1, medium: 0, low: 0 }, byTag: 1, digest: 'd1gest' },
      changes: { since: 'scan-0', counts: { new: 1, newCheck: 0, resolved: 1200, open: 4, gone: 2, notRead: 3 } },
      error: null,
      ...scan,
    },
    subscriptions: [
      { id: contoso, name: 'Contoso Production', managementGroups: null },
      { id: fabrikam, name: 'Fabrikam', managementGroups: null },
    ],
    notCovered: [
      { type: 'microsoft.cache/redis', count: 1234 },
      { type: 'microsoft.web/serverfarms', count: 6 },
    ],
    refused: [],
    switchedOff: [{ checkId: 'storage-customer-key', reason: 'Platform keys are enough' }],
    notices: [],
    assessments: [],
    secureScores: [],
    errors: [],
    checks: [
      {
        checkId: 'storage-secure-transfer',
        title: 'Only encrypted connections are accepted',
        severity: 'high',
        service: 'storage',
        tally,
      },
    ],
    services: [{ name: 'storage', low: 61.25, high: 64.5 }],
    subscriptionScores: [
      { name: fabrikam, low: 50, high: 50 },
      { name: contoso, low: 62, high: 66 },
    ],
    newFindings: fewFindings.slice(0, 1),
    ...over,
  };
}

/** A scan that could list nothing. */
export const failedReport: Report = report(
  {
    services: [],
    subscriptionScores: [],
    checks: [],
    newFindings: [],
    notCovered: [],
    refused: [
      {
        subscriptionId: fabrikam,
        type: '',
        reason: 'denied',
        detail: 'Azure answered 403',
        permission: 'Microsoft.Resources/subscriptions/read',
      },
    ],
  },
  {
    status: 'failed',
    error: { code: 'coverageTooLow', message: 'Too little could be read' },
    score: null,
    exempted: null,
    changes: null,
    findings: { total: 0, bySeverity: { critical: 0, high: 0, medium: 0, low: 0 } },
    verdicts: { pass: 0, fail: 0, unknown: 0, notApplicable: 0 },
    coverage: {
      percent: 0,
      subscriptionsAsked: 2,
      subscriptionsListed: 0,
      pairs: 0,
      pairsKnown: 0,
      gap: 7,
      partsFailed: 2,
    },
  },
);

/** What a reader without a browser would read in it: the texts of its elements, one space between them. */
export function textOf(html: string): string {
  const body = html.slice(html.indexOf('<body>')).replace(/<script[^]*?<\/script>/g, ' ');
  return body
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');
}

/** The whole page. */
export function pageOf(of: Report, findings: readonly FindingView[], options: Partial<HtmlOptions> = {}): string {
  const writer = openHtml({ ownerTag: 'owner', csvName: 'report.csv', ...options });
  return [writer.begin(of), ...findings.map((one) => writer.add(one)), writer.end()].join('');
}
