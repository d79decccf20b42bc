import type { CatalogueCheck } from '../../model/check.ts';
import { connectionThrottling, logCheckpoints, logConnections, logDisconnections, logRetention } from './logging.ts';
import { firewallAzureServices, firewallInternet, publicNetworkAccess } from './network.ts';
import { entraAuthentication, geoRedundantBackup, highAvailability, passwordAuthentication } from './server.ts';
import { minimumTls, secureTransport } from './transport.ts';

/** By id. */
export const postgresqlChecks: readonly CatalogueCheck[] = [
  connectionThrottling,
  entraAuthentication,
  firewallAzureServices,
  firewallInternet,
  geoRedundantBackup,
  highAvailability,
  logCheckpoints,
  logConnections,
  logDisconnections,
  logRetention,
  minimumTls,
  passwordAuthentication,
  publicNetworkAccess,
  secureTransport,
];
