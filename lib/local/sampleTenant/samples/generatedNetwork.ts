import networkInterface from '../examples/networkInterface.json' with { type: 'json' };
import networkSecurityGroup from '../examples/networkSecurityGroup.json' with { type: 'json' };
import publicIpAddress from '../examples/publicIpAddress.json' with { type: 'json' };
import virtualNetwork from '../examples/virtualNetwork.json' with { type: 'json' };
import type { Row } from '../../../model/row.ts';
import { numbered } from './generatedKinds.ts';
import type { GeneratedKind, GeneratedPlace } from './generatedKinds.ts';

/** Interfaces of one virtual network, each with a security group of its own; one in ten has a public address. */
const interfaces = 100;
const addressEach = 10;
const addresses = interfaces / addressEach;

/** Resources that belong together: interfaces, their groups, their addresses and the network, numbered in this order. */
export const networkBlock = 2 * interfaces + addresses + 1;

const prefixes = {
  networkInterfaces: 'nic-',
  networkSecurityGroups: 'nsg-',
  publicIPAddresses: 'ip-',
  virtualNetworks: 'vnet-',
};

/** The id of resource number `n`, which lies where its block does. */
function idOf({ scope }: GeneratedPlace, type: keyof typeof prefixes, n: number): string {
  return `${scope}/providers/Microsoft.Network/${type}/${numbered(prefixes[type], n)}`;
}

function interfaceProperties(n: number, place: GeneratedPlace): Row {
  const at = n % networkBlock;
  const start = n - at;
  const address = idOf(place, 'publicIPAddresses', start + 2 * interfaces + at / addressEach);
  const configuration = {
    provisioningState: 'Succeeded',
    privateIPAddress: `10.0.1.${String(at + 4)}`,
    privateIPAllocationMethod: 'Dynamic',
    ...(at % addressEach === 0 && { publicIPAddress: { id: address } }),
    subnet: { id: `${idOf(place, 'virtualNetworks', start + networkBlock - 1)}/subnets/default` },
    primary: true,
    privateIPAddressVersion: 'IPv4',
  };
  const { virtualMachine: _machine, ...example } = networkInterface.body.properties;
  const id = `${idOf(place, 'networkInterfaces', n)}/ipConfigurations/ipconfig1`;
  return {
    ...example,
    ipConfigurations: [{ name: 'ipconfig1', id, properties: configuration }],
    networkSecurityGroup: { id: idOf(place, 'networkSecurityGroups', n + interfaces) },
  };
}

/** Of the groups of interfaces with an address every second one lets the internet in. */
function groupProperties(n: number, place: GeneratedPlace): Row {
  const at = (n % networkBlock) - interfaces;
  const id = idOf(place, 'networkSecurityGroups', n);
  const rule = {
    provisioningState: 'Succeeded',
    protocol: 'Tcp',
    sourcePortRange: '*',
    destinationPortRange: '22',
    sourceAddressPrefix: at % (2 * addressEach) === 0 ? 'Internet' : '10.0.0.0/8',
    destinationAddressPrefix: '*',
    access: 'Allow',
    priority: 100,
    direction: 'Inbound',
  };
  return {
    ...networkSecurityGroup.body.properties,
    securityRules: [{ name: 'ssh', id: `${id}/securityRules/ssh`, properties: rule }],
    networkInterfaces: [{ id: idOf(place, 'networkInterfaces', n - interfaces) }],
    subnets: [],
  };
}

function addressProperties(n: number, place: GeneratedPlace): Row {
  const at = n % networkBlock;
  const owner = n - at + (at - 2 * interfaces) * addressEach;
  const { ddosSettings: _settings, ...example } = publicIpAddress.body.properties;
  const ipConfiguration = { id: `${idOf(place, 'networkInterfaces', owner)}/ipConfigurations/ipconfig1` };
  return { ...example, publicIPAllocationMethod: 'Static', ipAddress: '203.0.113.7', ipConfiguration };
}

function networkProperties(n: number, place: GeneratedPlace): Row {
  const id = `${idOf(place, 'virtualNetworks', n)}/subnets/default`;
  const properties = { provisioningState: 'Succeeded', addressPrefix: '10.0.1.0/24' };
  return { ...virtualNetwork.body.properties, subnets: [{ name: 'default', id, properties }] };
}

function kindOf(type: keyof typeof prefixes, properties: GeneratedKind['properties'], sku?: Row): GeneratedKind {
  return { typeName: `Microsoft.Network/${type}`, prefix: prefixes[type], facts: () => ({ sku }), properties };
}

/** One block, as often as it takes: tenants in which every judgement joins. */
export function networkKinds(): GeneratedKind[] {
  const standard = { name: 'Standard', tier: 'Regional' };
  return [
    ...Array<GeneratedKind>(interfaces).fill(kindOf('networkInterfaces', interfaceProperties)),
    ...Array<GeneratedKind>(interfaces).fill(kindOf('networkSecurityGroups', groupProperties)),
    ...Array<GeneratedKind>(addresses).fill(kindOf('publicIPAddresses', addressProperties, standard)),
    kindOf('virtualNetworks', networkProperties),
  ];
}
