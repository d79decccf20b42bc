import type { CatalogueCheck, CheckFacts } from '../../../model/check.ts';
import type { Row } from '../../../model/row.ts';
import { define } from '../../define.ts';
import { judgeReach } from './judgeReach.ts';
import { networkInterface, reachNeeds } from './needs.ts';
import { administrationPorts, amplificationPorts, dataPorts, type Port } from './ports.ts';
import { has, propertiesOf } from './rows.ts';
import { textAt } from '../../property.ts';

// Of a Resource Graph row only the deciding property is asked for: every machine's interface has it.
function belongsToMachine(networkCard: Row): true | string {
  if (textAt(networkCard, 'properties.virtualMachine.id') !== undefined) return true;
  const properties = propertiesOf(networkCard);
  if (has(properties, 'privateEndpoint'))
    return 'it belongs to a private endpoint, which takes no traffic of the internet';
  if (has(properties, 'privateLinkService'))
    return 'it belongs to a private link service, which takes no traffic of the internet';
  return 'no virtual machine has it, so nothing listens behind it';
}

const absent =
  'Without a network security group a Basic public address or load balancer is open and a Standard one closed. ' +
  'Without a public address and a load balancer with one the internet has no way in. ' +
  'Not seen: network managers of other subscriptions, forwarding by firewalls and appliances, interfaces of scale sets in uniform orchestration, and routes that widen the tag VirtualNetwork.';

type Facts = Pick<CheckFacts, 'id' | 'title' | 'severity' | 'why' | 'fix' | 'reference' | 'policies'>;

const reachCheck = (facts: Facts, ports: readonly Port[]): CatalogueCheck =>
  define({
    ...facts,
    absent,
    on: networkInterface,
    applies: belongsToMachine,
    needs: reachNeeds,
    evaluate: (networkCard, around) => judgeReach(networkCard, around, ports),
  });

const administrationReach = reachCheck(
  {
    id: 'network-admin-ports-reachable',
    title: 'The internet reaches no administration port',
    severity: 'critical',
    why: 'Ports of remote control are found within minutes and tried with stolen and guessed passwords; who gets in runs the machine.',
    fix: {
      text: 'Take the public address away and connect through Azure Bastion or just-in-time access, or let the rule name the addresses of administrators only.',
    },
    reference:
      'https://learn.microsoft.com/azure/security/fundamentals/network-best-practices#disable-rdpssh-access-to-virtual-machines',
    policies: ['22730e10-96f6-4aac-ad84-9383d35b5917'],
  },
  administrationPorts,
);

const dataReach = reachCheck(
  {
    id: 'network-data-ports-reachable',
    title: 'The internet reaches no database, cache or queue',
    severity: 'high',
    why: 'Many data stores ask for no password by default, and a login page on the internet is tried without end.',
    fix: {
      text: 'Reach data stores through the virtual network, a VPN or a private endpoint, and let the rule name only the machines that need them.',
    },
    reference:
      'https://learn.microsoft.com/security/benchmark/azure/mcsb-network-security#ns-1-establish-network-segmentation-boundaries',
  },
  dataPorts,
);

const amplificationReach = reachCheck(
  {
    id: 'network-amplification-ports-reachable',
    title: 'The internet reaches no UDP service that amplifies attacks',
    severity: 'medium',
    why: 'Such services answer small questions with forged senders at length, which turns the machine into a weapon against others.',
    fix: {
      text: 'Close the port to the internet, or let the rule name only the addresses that use the service.',
    },
    reference: 'https://learn.microsoft.com/azure/ddos-protection/types-of-attacks',
  },
  amplificationPorts,
);

/** What the internet really reaches. Ports 80 and 443 are not among them: a public web site is there to be reached. */
export const reachChecks: readonly CatalogueCheck[] = [administrationReach, dataReach, amplificationReach];
