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
