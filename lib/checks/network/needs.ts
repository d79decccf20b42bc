import type { Row } from '../../model/row.ts';
import { children, partly, references, within } from '../define.ts';
import { rowsAt } from '../property.ts';
import { has, namedId, propertiesOf } from './reach/rows.ts';

export const virtualNetwork = 'microsoft.network/virtualnetworks';
export const securityGroup = 'microsoft.network/networksecuritygroups';
export const publicAddress = 'microsoft.network/publicipaddresses';
export const loadBalancer = 'microsoft.network/loadbalancers';
export const dnsZone = 'microsoft.network/dnszones';
export const flowLog = 'microsoft.network/networkwatchers/flowlogs';

/** A flow log lies in the subscription of what it logs, below that region's Network Watcher. */
export const flowLogsNearby = within(flowLog);

export const watchersNearby = within('microsoft.network/networkwatchers');
export const networksNearby = within(virtualNetwork);

/** Of a Resource Graph row a subnet without a table costs no read here: checks ask for it where it matters. */
function tablesOf(network: Row): readonly string[] {
  if (!has(propertiesOf(network), 'subnets')) return [];
  const subnets = rowsAt(network, 'properties.subnets') ?? [];
  return subnets.flatMap((subnet) => namedId(propertiesOf(subnet), 'routeTable') ?? []);
}

/** May be unread: a subnet without a table, and a peering that forwards nothing, need none. */
export const routeTables = partly(references('route tables of the subnets', 'microsoft.network/routetables', tablesOf));

const dnsVersion = '2018-05-01';
export const addressRecords = children('A', dnsVersion, 'Microsoft.Network/dnszones/A/read');
export const longAddressRecords = children('AAAA', dnsVersion, 'Microsoft.Network/dnszones/AAAA/read');
