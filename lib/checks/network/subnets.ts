import type { Row } from '../../model/row.ts';
import { rowsAt, textAt } from '../property.ts';
import { has, propertiesOf, requiredText } from './reach/rows.ts';

const subnetNames = {
  gateway: 'gatewaysubnet',
  routeServer: 'routeserversubnet',
  firewall: 'azurefirewallsubnet',
} as const;

// https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-vpn-gateway-settings#gwsub
// https://learn.microsoft.com/azure/firewall/firewall-faq
// https://learn.microsoft.com/azure/route-server/route-server-faq
// https://learn.microsoft.com/azure/bastion/bastion-nsg
const reserved: Readonly<Record<string, string>> = {
  [subnetNames.gateway]: 'gateways stop working behind a network security group',
  [subnetNames.routeServer]: 'Route Server takes no network security group',
  [subnetNames.firewall]: 'Azure Firewall guards its subnet itself and takes no network security group',
  azurefirewallmanagementsubnet: 'Azure Firewall guards its subnet itself and takes no network security group',
  azurebastionsubnet: 'Azure Bastion guards its subnet itself; a network security group is optional',
};

// https://learn.microsoft.com/azure/azure-netapp-files/azure-netapp-files-network-topologies
// https://learn.microsoft.com/azure/dedicated-hsm/networking
const delegated: Readonly<Record<string, string>> = {
  'microsoft.netapp/volumes':
    'volumes of Azure NetApp Files with Basic network features take no network security group',
  'microsoft.hardwaresecuritymodules/dedicatedhsms': 'Dedicated HSM takes no network security group',
};

export function nameOf(subnet: Row): string {
  return requiredText(subnet, 'name');
}

/** Why a subnet belongs to a service of Azure that guards it, `undefined` where it does not. */
export function reservedFor(subnet: Row): string | undefined {
  return reserved[nameOf(subnet).toLowerCase()];
}

/** The services that a subnet is handed over to, in lower case. */
export function delegationsOf(subnet: Row): readonly string[] {
  if (!has(propertiesOf(subnet), 'delegations')) return [];
  const delegations = rowsAt(subnet, 'properties.delegations') ?? [];
  return delegations.map((one) => (textAt(one, 'properties.serviceName') ?? '').toLowerCase());
}

/** Why a subnet carries no network security group, `undefined` where it should. */
export function exemption(subnet: Row): string | undefined {
  return reservedFor(subnet) ?? delegationsOf(subnet).flatMap((service) => delegated[service] ?? [])[0];
}

/** Whether the network has the subnet of a gateway or a route server, which announce routes. */
export function announcesRoutes(network: Row): boolean {
  return hasSubnet(network, [subnetNames.gateway, subnetNames.routeServer]);
}

export function hasFirewall(network: Row): boolean {
  return hasSubnet(network, [subnetNames.firewall]);
}

function hasSubnet(network: Row, names: readonly string[]): boolean {
  return (rowsAt(network, 'properties.subnets') ?? []).some((subnet) => names.includes(nameOf(subnet).toLowerCase()));
}
