import { expect, test } from 'vitest';
import { networkChecks } from '../../../lib/checks/network/index.ts';
import { watchAbsence } from '../../../lib/judge/watchAbsence.ts';
import type { Row } from '../../../lib/model/row.ts';
import { at, found, readGiven } from '../given.ts';
import { groupId, network, route, routeTable, subnet, tableId } from './network.ts';

const reads = {
  'route tables of the subnets': found(routeTable('rt', [route('0.0.0.0/0', 'VirtualAppliance')])),
  'microsoft.network/networkwatchers/flowlogs in the subscription': found(),
};

/** What a check asked a row of Resource Graph for in vain, so that one ARM GET has to confirm it. */
function askedFor(id: string, subject: Row): string | undefined {
  const { row, absent } = watchAbsence(subject);
  networkChecks.find((check) => check.id === id)?.judge(row, readGiven({ subject, reads }), at);
  return absent();
}

const bare = network([subnet('front', { defaultOutboundAccess: true })], { virtualNetworkPeerings: [] });
const whole = network([
  subnet('GatewaySubnet'),
  subnet('front', { networkSecurityGroup: { id: groupId('nsg') }, routeTable: { id: tableId('rt') } }),
  subnet('closed', {
    networkSecurityGroup: { id: groupId('nsg') },
    routeTable: { id: tableId('rt') },
    defaultOutboundAccess: false,
  }),
]);
const at0 = 'properties.subnets.0.properties';
const address = (properties: Row): Row => ({ id: '/ip', name: 'ip', properties });
const group = (properties: Row): Row => ({ id: '/nsg', name: 'nsg', properties: { securityRules: [], ...properties } });
const balancer = (pool: Row): Row => ({
  id: '/lb',
  name: 'lb',
  properties: { backendAddressPools: [{ name: 'web', properties: pool }], inboundNatRules: [] },
});
const pool = 'properties.backendAddressPools.0.properties';
const member = { id: '/nic/ipConfigurations/main' };

test.each([
  ['network-subnet-security-group', bare, `${at0}.networkSecurityGroup`],
  ['network-subnet-default-outbound', bare, `${at0}.natGateway`],
  ['network-subnet-egress-firewall', bare, `${at0}.routeTable`],
  ['network-flow-log', bare, `${at0}.networkSecurityGroup`],
  ['network-public-ip-unassociated', address({}), 'properties.ipConfiguration'],
  ['network-security-group-rules', group({}), 'properties.subnets'],
  ['network-security-group-rules', group({ subnets: [] }), 'properties.networkInterfaces'],
  ['network-load-balancer-backend', balancer({}), `${pool}.backendIPConfigurations`],
  ['network-load-balancer-backend', balancer({ backendIPConfigurations: [] }), `${pool}.loadBalancerBackendAddresses`],
])('%s asks for what it fails by when it is not there', (id, subject, path) => {
  expect(askedFor(id, subject)).toBe(path);
});

test.each([
  ['network-subnet-security-group', whole],
  ['network-subnet-egress-firewall', whole],
  ['network-public-ip-unassociated', address({ natGateway: { id: '/nat' } })],
  ['network-security-group-rules', group({ networkInterfaces: [member] })],
  ['network-load-balancer-backend', balancer({ backendIPConfigurations: [member] })],
])('%s asks for nothing else', (id, subject) => {
  expect(askedFor(id, subject)).toBeUndefined();
});
