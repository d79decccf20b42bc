import type { Row } from '../../../model/row.ts';
import type { Read } from '../../../model/verdict.ts';
import { MalformedError } from '../../define.ts';
import { observedText, rowsAt, textAt } from '../../property.ts';
import type { Filter, Target } from './admission.ts';
import { parseAddress, type Family } from './parseAddress.ts';
import { dependOnAbsence, has, idOf, namedId, namedIds, propertiesOf, rowOf } from './rows.ts';
import { parseSecurityGroup, type SecurityGroup } from './securityRule.ts';
import type { Surroundings } from './ways.ts';

/** What was read around an interface. */
export interface Around extends Surroundings {
  readonly ownGroups: Read<readonly Row[]>;
  readonly networks: Read<readonly Row[]>;
  readonly subnetGroups: Read<readonly Row[]>;
  readonly managers: Read<readonly Row[]>;
}

/** An ipConfiguration and the network security groups before it. */
export interface Door {
  readonly row: Row;
  /** In the order that packets meet them. */
  readonly filters: readonly Filter[];
  /** Where packets to its own address are delivered. */
  readonly own: Target;
  /** Some place behind it that cannot be told, as floating IP has it. */
  readonly anywhere: Target;
  /** Asks for the groups that are not there, so that their absence is confirmed before it counts. */
  readonly dependOnNoOtherFilter: () => void;
}

const groupName = 'networkSecurityGroup';

function familyOf(configuration: Row): Family {
  const version = textAt(configuration, 'privateIPAddressVersion') ?? 'IPv4';
  if (version === 'IPv4' || version === 'IPv6') return version;
  throw new MalformedError(`privateIPAddressVersion is ${observedText(version)}, which is none of IPv4, IPv6`);
}

function addressOf(configuration: Row): bigint | undefined {
  const text = textAt(configuration, 'privateIPAddress');
  if (text === undefined) return undefined;
  const address = parseAddress(text);
  if (address) return address.value;
  throw new MalformedError(`privateIPAddress is ${observedText(text)}, not an address`);
}

function groupsOf(configuration: Row): readonly string[] {
  const name = 'applicationSecurityGroups';
  if (!has(configuration, name)) dependOnAbsence(configuration, name);
  return namedIds(configuration, name);
}

function subnetOf(networks: readonly Row[], id: string): Row {
  const network = networks.find((row) => id.toLowerCase().startsWith(`${idOf(row).toLowerCase()}/`));
  const subnets = network ? (rowsAt(network, 'properties.subnets') ?? []) : [];
  return propertiesOf(rowOf(subnets, id));
}

/** Parses each group once. */
function groupReader(): (groups: Read<readonly Row[]>, id: string) => Filter {
  const parsed = new Map<string, SecurityGroup>();
  return (groups, id) => {
    if (groups.state === 'unread') return groups;
    const key = id.toLowerCase();
    const group = parsed.get(key) ?? parseSecurityGroup(rowOf(groups.value, id));
    parsed.set(key, group);
    return group;
  };
}

/**
 * The ipConfigurations of an interface. A packet meets the group of the subnet, then the group of the interface:
 * https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works
 */
export function doorsOf(networkCard: Row, around: Around): readonly Door[] {
  const card = propertiesOf(networkCard);
  const groupIn = groupReader();
  const ownId = namedId(card, groupName);
  const ownFilters = ownId === undefined ? [] : [groupIn(around.ownGroups, ownId)];
  const rows = rowsAt(card, 'ipConfigurations') ?? [];
  if (rows.length === 0) throw new MalformedError('properties.ipConfigurations is empty');
  return rows.map((row) => {
    const configuration = propertiesOf(row);
    const family = familyOf(configuration);
    const subnetId = namedId(configuration, 'subnet');
    if (subnetId === undefined) throw new MalformedError('subnet is not set');
    const subnet = around.networks.state === 'read' ? subnetOf(around.networks.value, subnetId) : undefined;
    const subnetGroup = subnet && namedId(subnet, groupName);
    const subnetFilters = subnetGroup === undefined ? [] : [groupIn(around.subnetGroups, subnetGroup)];
    return {
      row,
      filters: [...(around.networks.state === 'unread' ? [around.networks] : subnetFilters), ...ownFilters],
      own: { family, address: () => addressOf(configuration), groups: () => groupsOf(configuration) },
      anywhere: { family, address: () => undefined, groups: () => undefined },
      dependOnNoOtherFilter() {
        if (ownId === undefined) dependOnAbsence(card, groupName);
        if (subnet && subnetGroup === undefined) dependOnAbsence(subnet, groupName);
      },
    };
  });
}
