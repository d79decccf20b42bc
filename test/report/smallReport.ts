import type { FindingView } from '../../lib/model/finding.ts';
import type { Report } from '../../lib/report/report.ts';
import { failing, sampleReport, unknown as unread } from './sampleFindings.ts';

const short: Partial<FindingView> = {
  resourceId: '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one',
  resourceName: 'one',
  subscriptionId: 's1',
  fix: { text: 'Require secure transfer.', cli: 'az storage account update --ids /x/one --https-only true' },
};

/** A failed finding of an account in resource group rg, short enough to be read, with what is given put over it. */
export function failed(over: Partial<FindingView> = {}): FindingView {
  const because = { path: 'properties.supportsHttpsTrafficOnly', observed: 'false', expected: 'true' };
  return failing({ ...short, because, ...over });
}

export function unknown(over: Partial<FindingView> = {}): FindingView {
  return unread({ ...short, severity: 'high', ...over });
}

/** A finished scan of one subscription that found nothing and was compared with none, with what is given put over it. */
export function report(over: Partial<Omit<Report, 'scan'>> = {}, scan: Partial<Report['scan']> = {}): Report {
  const emptyScan: Partial<Report['scan']> = {
    status: 'completed',
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
    exempted: null,
    changes: null,
  };
  const emptyReport: Partial<Report> = {
    subscriptions: [{ id: 's1', name: 'Contoso', managementGroups: null }],
    notCovered: [],
    refused: [],
    switchedOff: [],
    notices: [],
    secureScores: [],
    errors: [],
    checks: [],
    services: [],
    subscriptionScores: [],
    newFindings: [],
  };
  return sampleReport({ ...emptyReport, ...over }, { ...emptyScan, ...scan });
}
