import { sourceName } from '../../../../lib/model/check.ts';
import type { Row } from '../../../../lib/model/row.ts';
import type { Read } from '../../../../lib/model/verdict.ts';
import { reachNeeds } from '../../../../lib/checks/network/reach/needs.ts';
import { found, type Given } from '../../given.ts';

const provider = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network';
export const cardId = `${provider}/networkInterfaces/nic-web`;
export const configurationId = `${cardId}/ipConfigurations/main`;
export const networkId = `${provider}/virtualNetworks/vnet-web`;
export const subnetId = `${networkId}/subnets/front`;
export const addressId = `${provider}/publicIPAddresses/ip-web`;
export const balancerId = `${provider}/loadBalancers/lb-web`;
export const poolId = `${balancerId}/backendAddressPools/web`;
export const groupId = (name: string): string => `${provider}/networkSecurityGroups/${name}`;
export const applicationGroupId = (name: string): string => `${provider}/applicationSecurityGroups/${name}`;

/** A rule that lets anyone in everywhere, with some of it replaced. */
export function rule(name: string, priority: number, more: Row = {}): Row {
  return {
    name,
    properties: {
      access: 'Allow',
      direction: 'Inbound',
      priority,
      protocol: '*',
      sourceAddressPrefix: '*',
      sourceAddressPrefixes: [],
      sourcePortRange: '*',
      sourcePortRanges: [],
      destinationAddressPrefix: '*',
      destinationAddressPrefixes: [],
      destinationPortRange: '*',
      destinationPortRanges: [],
      ...more,
    },
  };
}

export const deny = (name: string, priority: number, more: Row = {}): Row =>
  rule(name, priority, { access: 'Deny', ...more });

export function group(name: string, ...securityRules: readonly Row[]): Row {
  return { id: groupId(name), name, properties: { securityRules } };
}

export function configuration(more: Row = {}, id = configurationId): Row {
  return {
    id,
    name: 'main',
    properties: {
      privateIPAddress: '10.0.0.4',
      privateIPAddressVersion: 'IPv4',
      subnet: { id: subnetId },
      publicIPAddress: { id: addressId },
      ...more,
    },
  };
}

export function card(ipConfigurations: readonly Row[], more: Row = {}): Row {
  return {
    id: cardId,
    name: 'nic-web',
    properties: { virtualMachine: { id: '/vm' }, ipConfigurations, ...more },
  };
}

export function network(subnet: Row = {}): Row {
  return { id: networkId, name: 'vnet-web', properties: { subnets: [{ id: subnetId, properties: subnet }] } };
}

export const publicAddress = (sku: unknown, more: Row = {}): Row => ({
  id: addressId,
  name: 'ip-web',
  sku: { name: sku },
  properties: { ipAddress: '203.0.113.7', ...more },
});

interface BalancerParts {
  readonly sku?: unknown;
  readonly frontend?: Row;
  readonly pools?: readonly Row[];
  readonly inboundNatRules?: readonly Row[];
  readonly loadBalancingRules?: readonly Row[];
}

export const frontendId = `${balancerId}/frontendIPConfigurations/public`;

export function balancer({ sku = 'Standard', frontend, pools = [], ...rules }: BalancerParts): Row {
  const properties = frontend ?? { publicIPAddress: { id: `${provider}/publicIPAddresses/ip-lb` } };
  return {
    id: balancerId,
    name: 'lb-web',
    sku: { name: sku },
    properties: {
      frontendIPConfigurations: [{ id: frontendId, properties }],
      backendAddressPools: pools,
      inboundNatRules: [],
      loadBalancingRules: [],
      ...rules,
    },
  };
}

/** A rule of a load balancer from its public frontend to port 22. */
export const balancerRule = (name: string, more: Row = {}): Row => ({
  id: `${balancerId}/rules/${name}`,
  name,
  properties: {
    protocol: 'Tcp',
    frontendPort: 50022,
    backendPort: 22,
    enableFloatingIP: false,
    frontendIPConfiguration: { id: frontendId },
    ...more,
  },
});

type Part = keyof typeof reachNeeds;
type Parts = Readonly<Partial<Record<Part, readonly Row[] | Read<readonly Row[]>>>>;

const isRead = (part: readonly Row[] | Read<readonly Row[]>): part is Read<readonly Row[]> => !Array.isArray(part);

/** An interface and what stands around it; what is not named is not there, but for one network without a group. */
export function around(subject: Row, parts: Parts = {}): Given {
  const reads = new Map<string, Read<readonly Row[]>>();
  for (const [name, need] of Object.entries(reachNeeds)) {
    const given = Object.entries(parts).find(([key]) => key === name)?.[1];
    const part = given ?? (name === 'networks' ? [network()] : []);
    reads.set(sourceName(need.source), isRead(part) ? part : found(...part));
  }
  return { subject, reads: Object.fromEntries(reads) };
}
