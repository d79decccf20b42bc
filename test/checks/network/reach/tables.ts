import { amplificationPorts, dataPorts } from '../../../../lib/checks/network/reach/ports.ts';
import type { CheckTables } from '../../checkTable.ts';
import { around, card, configuration, group, groupId, publicAddress, rule } from './estate.ts';
import { filterParts } from './filterTables.ts';
import { everyPort, opened, stopped } from './verdicts.ts';
import { wayParts } from './wayTables.ts';

const own = { networkSecurityGroup: { id: groupId('nsg-web') } };

function behind(...rules: Parameters<typeof group>[1][]) {
  return around(card([configuration()], own), {
    publicAddresses: [publicAddress('Standard')],
    ownGroups: [group('nsg-web', ...rules)],
  });
}

const all = behind(rule('open', 100));
const one = (protocol: string, destinationPortRange: string) =>
  behind(rule('open', 100, { protocol, destinationPortRange }));
const open = opened('nsg-web/securityRules/open', '100');

export const reachTables: CheckTables = {
  'network-admin-ports-reachable': { pass: [], fail: [], parts: [...filterParts, ...wayParts] },
  'network-data-ports-reachable': {
    pass: [],
    fail: [],
    parts: [
      [all, everyPort(dataPorts, open)],
      [behind(), everyPort(dataPorts, stopped())],
      [one('Tcp', '6379'), everyPort(dataPorts, stopped(), { '6379/TCP': open })],
      [one('Udp', '6379'), everyPort(dataPorts, stopped())],
      [one('Udp', '1433-1434'), everyPort(dataPorts, stopped(), { '1434/UDP': open })],
    ],
  },
  'network-amplification-ports-reachable': {
    pass: [],
    fail: [],
    parts: [
      [all, everyPort(amplificationPorts, open)],
      [behind(), everyPort(amplificationPorts, stopped())],
      [one('Udp', '53'), everyPort(amplificationPorts, stopped(), { '53/UDP': open })],
      [one('Tcp', '53'), everyPort(amplificationPorts, stopped())],
    ],
  },
};
