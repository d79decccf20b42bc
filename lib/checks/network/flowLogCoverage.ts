import { define, MalformedError } from '../define.ts';
import { fail, notApplicable, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { flowLogsNearby, virtualNetwork } from './needs.ts';
import { along, flagAt } from './parts.ts';
import { dependOnAbsence, has, idOf, namedId, propertiesOf, requiredText, sameId } from './reach/rows.ts';
import { exemption, nameOf } from './subnets.ts';

const path = 'properties.targetResourceId of flow logs';
const expected = 'the virtual network or each of its subnets';

/** Whether a flow log records anything: it is on and has a storage account to write to. */
function records(log: Row): boolean {
  if (flagAt(log, 'properties.enabled') !== true) return false;
  const storage = textAt(log, 'properties.storageId') ?? '';
  if (storage !== '' && !storage.startsWith('/')) {
    throw new MalformedError(`properties.storageId is ${observedText(storage)}, not a resource id`);
  }
  return storage !== '';
}

function logOf(logs: readonly Row[], target: string): Row | undefined {
  return logs.find((log) => sameId(requiredText(log, 'properties.targetResourceId'), target) && records(log));
}

/** The interfaces in a subnet; empty where something else is in it as well. */
function interfacesIn(subnet: Row): readonly string[] {
  if (!has(propertiesOf(subnet), 'ipConfigurations')) return [];
  const ids = (rowsAt(subnet, 'properties.ipConfigurations') ?? []).map(idOf);
  const cards = ids.flatMap(
    (id) => /^.*\/providers\/microsoft\.network\/networkinterfaces\/[^/]+/i.exec(id)?.[0] ?? [],
  );
  return cards.length === ids.length ? cards : [];
}

/** The flow logs that record all of a subnet: its own, that of its network security group, or those of all its interfaces. */
function logsOfSubnet(subnet: Row, logs: readonly Row[]): readonly Row[] {
  const own = logOf(logs, idOf(subnet));
  if (own) return [own];
  const group = namedId(propertiesOf(subnet), 'networkSecurityGroup');
  const ofGroup = group === undefined ? undefined : logOf(logs, group);
  if (ofGroup) return [ofGroup];
  const ofCards = interfacesIn(subnet).map((card) => logOf(logs, card));
  return ofCards.every((log) => log !== undefined) ? ofCards : [];
}

function judgeSubnets(network: Row, logs: readonly Row[]): Verdict {
  const subnets = (rowsAt(network, 'properties.subnets') ?? []).filter((subnet) => exemption(subnet) === undefined);
  if (subnets.length === 0) return notApplicable('it has no subnet of machines');
  const logged = subnets.map((subnet) => ({ subnet, by: logsOfSubnet(subnet, logs) }));
  const missing = logged.filter(({ by }) => by.length === 0).map(({ subnet }) => subnet);
  if (missing.length === 0)
    return along(pass(path, 'each subnet', expected), ...logged.flatMap(({ by }) => by.map(idOf)));
  for (const subnet of missing) {
    for (const name of ['networkSecurityGroup', 'ipConfigurations']) dependOnAbsence(subnet, `properties.${name}`);
  }
  const names = missing.slice(0, 5).map(nameOf).join(', ');
  const more = missing.length > 5 ? ` and ${String(missing.length - 5)} more` : '';
  return fail(path, `neither the virtual network nor ${names}${more}`, expected);
}

export const flowLogCoverage = define({
  id: 'network-flow-log',
  title: 'Flow logs record the traffic of the virtual network',
  severity: 'medium',
  why: 'Flow logs are the only record of who talked to whom: without them an intrusion cannot be followed.',
  fix: {
    text: 'Create a flow log of the virtual network that writes to a storage account. Flow logs of network security groups count until Azure deletes them on 30 September 2027.',
  },
  reference: 'https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview',
  absent:
    'Fails: without an enabled flow log nothing is recorded. Subnets of gateways and firewalls need none of their own.',
  policies: ['4c3c6c5f-0d47-4402-99b8-aa543dd8bcee'],
  on: virtualNetwork,
  needs: { logs: flowLogsNearby },
  evaluate(network, { logs }) {
    const own = logOf(logs, idOf(network));
    if (own) return along(pass(path, 'the virtual network', expected), idOf(network), idOf(own));
    return judgeSubnets(network, logs);
  },
});
