import { isRow, type Row } from '../../../model/row.ts';
import { partly, references, within } from '../../define.ts';

export const networkInterface = 'microsoft.network/networkinterfaces';
const securityGroup = 'microsoft.network/networksecuritygroups';

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Every value at a dotted path through objects and lists. What has another shape is left to the check to refuse. */
function valuesAt(value: unknown, path: string): readonly unknown[] {
  if (isList(value)) return value.flatMap((entry) => valuesAt(entry, path));
  if (path === '') return [value];
  const [name = '', ...rest] = path.split('.');
  return isRow(value) ? valuesAt(value[name], rest.join('.')) : [];
}

function idsAt(row: Row, path: string): readonly string[] {
  return valuesAt(row, path).filter((id) => typeof id === 'string');
}

const ownGroups = references('network security group of the interface', securityGroup, (networkCard) =>
  idsAt(networkCard, 'properties.networkSecurityGroup.id'),
);

const subnetPath = 'properties.ipConfigurations.properties.subnet.id';

const networks = references('virtual networks of the interface', 'microsoft.network/virtualnetworks', (networkCard) =>
  idsAt(networkCard, subnetPath),
);

/** The groups of the interface's own subnets, of all that the networks hold. */
function groupsOfSubnets(networkCard: Row, virtualNetworks: readonly Row[]): readonly string[] {
  const own = new Set(idsAt(networkCard, subnetPath).map((id) => id.toLowerCase()));
  const subnets = virtualNetworks.flatMap((network) => valuesAt(network, 'properties.subnets')).filter(isRow);
  return subnets
    .filter(({ id }) => typeof id === 'string' && own.has(id.toLowerCase()))
    .flatMap((subnet) => idsAt(subnet, 'properties.networkSecurityGroup.id'));
}

const publicAddresses = references(
  'public addresses of the interface',
  'microsoft.network/publicipaddresses',
  (networkCard) => idsAt(networkCard, 'properties.ipConfigurations.properties.publicIPAddress.id'),
);

const balancers = references('load balancers of the interface', 'microsoft.network/loadbalancers', (networkCard) => [
  ...idsAt(networkCard, 'properties.ipConfigurations.properties.loadBalancerBackendAddressPools.id'),
  ...idsAt(networkCard, 'properties.ipConfigurations.properties.loadBalancerInboundNatRules.id'),
]);

/**
 * All that lies between the internet and an interface. Each may be unread: a port that one filter closes is closed
 * whatever else could not be seen.
 */
export const reachNeeds = {
  ownGroups: partly(ownGroups),
  networks: partly(networks),
  subnetGroups: partly(references('network security groups of its subnets', securityGroup, groupsOfSubnets, networks)),
  publicAddresses: partly(publicAddresses),
  balancers: partly(balancers),
  // A pool of addresses is not named by the interfaces that have them: https://learn.microsoft.com/azure/load-balancer/backend-pool-management
  balancersNearby: partly(within('microsoft.network/loadbalancers')),
  managers: partly(within('microsoft.network/networkmanagers')),
};
