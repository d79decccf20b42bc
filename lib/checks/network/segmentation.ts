import { define } from '../define.ts';
import { fail, notApplicable, observedText, pass, rowsAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { securityGroup, virtualNetwork } from './needs.ts';
import { along, judgeEach } from './parts.ts';
import { dependOnAbsence, has, idOf, lastName, namedId, propertiesOf } from './reach/rows.ts';
import { exemption } from './subnets.ts';

function judgeSubnet(subnet: Row): Verdict {
  const path = 'properties.subnets[].properties.networkSecurityGroup';
  const expected = 'a network security group';
  const exempt = exemption(subnet);
  if (exempt !== undefined) return notApplicable(exempt);
  const group = namedId(propertiesOf(subnet), 'networkSecurityGroup');
  if (group !== undefined) return along(pass(path, observedText(lastName(group)), expected), idOf(subnet), group);
  dependOnAbsence(subnet, 'properties.networkSecurityGroup');
  return fail(path, 'not set', expected);
}

export const subnetSecurityGroup = define({
  id: 'network-subnet-security-group',
  title: 'The subnet has a network security group',
  severity: 'medium',
  why: 'Without one, whatever is put into the subnet takes traffic from every network that is connected to it, and one machine with an address of the internet stands open.',
  fix: { text: 'Associate a network security group with the subnet that allows the traffic it needs.' },
  reference:
    'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security#ns-1-establish-network-segmentation-boundaries',
  absent:
    'Fails: the subnet has none. Subnets of gateways, Route Server, Azure Firewall and Bastion, and those of services that take none, are not judged.',
  policies: ['e71308d3-144b-4262-b144-efdc3cc90517'],
  on: virtualNetwork,
  needs: {},
  evaluate: (network) => judgeEach(network, 'properties.subnets', judgeSubnet),
});

const users = ['subnets', 'networkInterfaces'] as const;

function guards(group: Row): boolean {
  const properties = propertiesOf(group);
  return users.some((name) => has(properties, name) && (rowsAt(group, `properties.${name}`) ?? []).length > 0);
}

export const securityGroupRules = define({
  id: 'network-security-group-rules',
  title: 'The network security group has rules of its own',
  severity: 'low',
  why: 'The default rules let everything through between connected networks and everything out: a group with nothing else separates nothing within.',
  fix: { text: 'Allow the traffic that is needed, and deny the rest between networks and to the internet.' },
  reference:
    'https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules',
  absent: 'Fails: the group has only the default rules. Not applicable where neither a subnet nor an interface has it.',
  on: securityGroup,
  needs: {},
  evaluate(group) {
    const path = 'properties.securityRules';
    const rules = rowsAt(group, path);
    if (rules !== undefined && rules.length > 0) return pass(path, `${String(rules.length)} rules`, 'rules');
    if (guards(group)) return fail(path, observedText(rules), 'rules');
    for (const name of users) dependOnAbsence(group, `properties.${name}`);
    return notApplicable('neither a subnet nor an interface has it');
  },
});
