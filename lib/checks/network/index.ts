import type { CatalogueCheck } from '../../model/check.ts';
import { dnsPrivateAddresses } from './dnsZones.ts';
import { defaultOutbound, egressFirewall } from './egress.ts';
import { flowLogCoverage } from './flowLogCoverage.ts';
import { flowLogAnalytics, flowLogEnabled, flowLogRetention, flowLogRetirement } from './flowLogs.ts';
import { loadBalancerBackend } from './loadBalancers.ts';
import { forwardedTraffic, gatewayTransit } from './peerings.ts';
import { loadBalancerSku, publicAddressInUse, publicAddressSku } from './publicAddresses.ts';
import { reachChecks } from './reach/index.ts';
import { securityGroupRules, subnetSecurityGroup } from './segmentation.ts';
import { watcherRegions } from './watchers.ts';

/** By id, after those of what the internet reaches. */
export const networkChecks: readonly CatalogueCheck[] = [
  ...reachChecks,
  dnsPrivateAddresses,
  flowLogCoverage,
  flowLogAnalytics,
  flowLogEnabled,
  flowLogRetention,
  flowLogRetirement,
  loadBalancerBackend,
  loadBalancerSku,
  forwardedTraffic,
  gatewayTransit,
  securityGroupRules,
  publicAddressSku,
  publicAddressInUse,
  defaultOutbound,
  egressFirewall,
  subnetSecurityGroup,
  watcherRegions,
];
