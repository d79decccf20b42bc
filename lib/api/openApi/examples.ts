import type { Exemption } from '../../model/exemption.ts';
import type { ScanView } from '../../model/scan.ts';

const id = '019a2f6e-5c1b-7d30-8a44-3f0e6b1c9d27';
const nonce = '6f1ed002ab5595859014ebf0951522d9';
const subscription = '00000000-0000-0000-0000-000000000000';

export const exampleOperation = `${id}.${nonce}`;

const nothing = { pass: 0, fail: 0, unknown: 0, notApplicable: 0 };

export const pendingScan: ScanView = {
  id,
  status: 'pending',
  scope: { subscriptions: [subscription] },
  options: { severities: ['critical', 'high'] },
  requestedBy: 'curl/8.9.1',
  createdAt: '2026-01-05T03:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  progress: { partsDone: 0, parts: 0, resourcesJudged: 0, resourcesListed: 0, etaSeconds: null },
  findings: { total: 0, bySeverity: { critical: 0, high: 0, medium: 0, low: 0 } },
  verdicts: nothing,
  coverage: {
    percent: 0,
    subscriptionsAsked: 0,
    subscriptionsListed: 0,
    pairs: 0,
    pairsKnown: 0,
    gap: 0,
    partsFailed: 0,
  },
  notCovered: [],
  score: null,
  exempted: null,
  changes: null,
  error: null,
};

export const finishedScan: ScanView = {
  ...pendingScan,
  status: 'completed',
  startedAt: '2026-01-05T03:00:01.210Z',
  finishedAt: '2026-01-05T03:00:09.874Z',
  progress: { partsDone: 1, parts: 1, resourcesJudged: 42, resourcesListed: 42, etaSeconds: null },
  findings: { total: 5, bySeverity: { critical: 1, high: 4, medium: 0, low: 0 } },
  verdicts: { pass: 210, fail: 5, unknown: 0, notApplicable: 37 },
  coverage: {
    percent: 100,
    subscriptionsAsked: 1,
    subscriptionsListed: 1,
    pairs: 252,
    pairsKnown: 252,
    gap: 0,
    partsFailed: 0,
  },
  notCovered: [{ type: 'microsoft.logic/workflows', count: 3 }],
  score: { low: 93.4, high: 93.4 },
  exempted: {
    total: 1,
    bySeverity: { critical: 0, high: 1, medium: 0, low: 0 },
    byTag: 0,
    digest: '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945',
  },
};

export const requestExamples = {
  everything: { summary: 'The default subscription, else everything visible', value: {} },
  subscription: {
    summary: 'One subscription, the worst only',
    value: { subscriptions: [subscription], severities: ['critical', 'high'] },
  },
  managementGroup: {
    summary: 'A management group, production only',
    value: { managementGroup: 'contoso', tags: ['environment=production'] },
  },
  callback: {
    summary: 'A callback at the end, instead of polling',
    value: { callbackUrl: 'https://prod-00.westeurope.logic.azure.com/workflows/callback' },
  },
  resourceGroup: {
    summary: 'A resource group, after a deployment',
    value: { resourceGroups: [`/subscriptions/${subscription}/resourceGroups/web`] },
  },
};

const accepted = {
  check: 'storage-public-network-access',
  resourceId: `/subscriptions/${subscription}/resourcegroups/web/providers/microsoft.storage/storageaccounts/site`,
  reason: 'The site is public on purpose; a review is due each spring.',
};

export const exampleExemption: Exemption = {
  id: '019a2f70-11aa-7c52-9d0e-5b7f0a6c1e34',
  ...accepted,
  createdBy: 'ada@contoso.com',
  createdAt: '2026-01-05T09:30:00.000Z',
  expiresAt: '2026-04-01T00:00:00.000Z',
};

export const exemptionExamples = {
  resource: { summary: 'One check on one resource', value: { ...accepted, expiresAt: '2026-04-01' } },
  resourceGroup: {
    summary: 'Everything in a resource group',
    value: {
      resourceGroup: `/subscriptions/${subscription}/resourceGroups/sandbox`,
      reason: 'Holds no data, and is deleted with the project.',
      expiresAt: '2026-03-31T18:00:00+02:00',
    },
  },
};
