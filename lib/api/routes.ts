import type { HttpMethod } from '@azure/functions';

export interface Route {
  readonly methods: readonly HttpMethod[];
  /** Below the prefix `api`. */
  readonly route: string;
}

/** Every address of the API, by function name. The built-in Functions action of Logic Apps takes only functions without a custom route: `runScan`. */
export const routes = {
  startScan: { methods: ['POST'], route: 'scans' },
  runScan: { methods: ['POST'], route: 'runScan' },
  getOperation: { methods: ['GET'], route: 'operations/{operation}' },
  deleteHook: { methods: ['DELETE'], route: 'hooks/{hook}' },
  listScans: { methods: ['GET'], route: 'scans' },
  getScan: { methods: ['GET'], route: 'scans/{scanId}' },
  deleteScan: { methods: ['DELETE'], route: 'scans/{scanId}' },
  cancelScan: { methods: ['POST'], route: 'scans/{scanId}/cancel' },
  listFindings: { methods: ['GET'], route: 'scans/{scanId}/findings' },
  listScanErrors: { methods: ['GET'], route: 'scans/{scanId}/errors' },
  listScanChecks: { methods: ['GET'], route: 'scans/{scanId}/checks' },
  listChanges: { methods: ['GET'], route: 'scans/{scanId}/changes' },
  getScore: { methods: ['GET'], route: 'scans/{scanId}/score' },
  getReport: { methods: ['GET'], route: 'scans/{scanId}/report' },
  getCoverage: { methods: ['GET'], route: 'scans/{scanId}/coverage' },
  listExemptions: { methods: ['GET'], route: 'exemptions' },
  createExemption: { methods: ['POST'], route: 'exemptions' },
  getExemption: { methods: ['GET'], route: 'exemptions/{exemptionId}' },
  deleteExemption: { methods: ['DELETE'], route: 'exemptions/{exemptionId}' },
  listChecks: { methods: ['GET'], route: 'checks' },
  getCheck: { methods: ['GET'], route: 'checks/{checkId}' },
  listPosture: { methods: ['GET'], route: 'posture' },
  getPosture: { methods: ['GET'], route: 'posture/{subscriptionId}' },
  listScopes: { methods: ['GET'], route: 'scopes' },
  getOpenApi: { methods: ['GET'], route: 'openapi.json' },
  health: { methods: ['GET'], route: 'health' },
} as const satisfies Readonly<Record<string, Route>>;

function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}/?$`, 'i').test(path);
}

/** The methods that a path takes; empty where nothing answers there. */
export function methodsOf(path: string): readonly HttpMethod[] {
  const known: readonly Route[] = Object.values(routes);
  return known.filter(({ route }) => matches(route, path)).flatMap(({ methods }) => methods);
}
