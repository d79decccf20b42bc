import type { Row } from '../../../model/row.ts';
import { MalformedError } from '../../define.ts';
import { observedText, rowsAt, textAt, valueAt } from '../../property.ts';
import { addressSet, type AddressSet } from './addressSet.ts';
import { parsePrefix, type Family, type Prefix } from './parseAddress.ts';
import type { Transport } from './ports.ts';
import { dependOnAbsence, has, idOf, namedIds, propertiesOf, requiredText, textsAt } from './rows.ts';
import { meaningOf, type TagMeaning } from './serviceTags.ts';

/** Port numbers, both ends within. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** From whom a rule takes traffic, as far as a stranger on the internet can be among them. */
interface Source {
  /** `*`, or a tag for the whole internet. */
  readonly anyone: boolean;
  readonly addresses: Readonly<Record<Family, AddressSet>>;
  /** Tags of machines in Azure that anyone rents. */
  readonly cloud: readonly string[];
  /** Tags of which Vigil cannot tell whom they stand for. */
  readonly unknown: readonly string[];
}

interface Place {
  readonly prefixes: readonly Prefix[];
  readonly tags: readonly string[];
  /** Ids of application security groups. */
  readonly groups: readonly string[];
}

/** One inbound rule. */
export interface SecurityRule {
  readonly name: string;
  readonly isDefault: boolean;
  /** The lower, the earlier. */
  readonly priority: number;
  readonly access: 'Allow' | 'Deny';
  readonly transports: readonly Transport[];
  readonly sourcePorts: readonly PortRange[];
  readonly ports: readonly PortRange[];
  readonly source: Source;
  readonly destination: Place;
}

/** The inbound side of a network security group, in the order of evaluation. */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly SecurityRule[];
}

// https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
const transportsOf: Readonly<Record<string, readonly Transport[]>> = {
  '*': ['TCP', 'UDP'],
  any: ['TCP', 'UDP'],
  tcp: ['TCP'],
  udp: ['UDP'],
  icmp: [],
  icmpv6: [],
  esp: [],
  ah: [],
};

const allPorts: PortRange = { first: 0, last: 65535 };

/** `*`, a port, or first-last. */
function parsePorts(text: string, path: string): PortRange {
  if (text.trim() === '*') return allPorts;
  const [, first, last] = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(text) ?? [];
  const range = { first: Number(first), last: Number(last ?? first) };
  if (first !== undefined && range.first <= range.last && range.last <= allPorts.last) return range;
  throw new MalformedError(`${path} is ${observedText(text)}, which is no range of ports`);
}

/** A field that Azure keeps as one text or as a list, and never as both. */
function fieldOf(rule: Row, single: string, plural: string): readonly string[] {
  const many = has(rule, plural) ? textsAt(rule, plural) : [];
  const one = has(rule, single) ? requiredText(rule, single).split(',') : [];
  const all = [...many, ...one].map((text) => text.trim()).filter((text) => text !== '');
  if (all.length === 0) for (const path of [single, plural]) dependOnAbsence(rule, path);
  return all;
}

function portsOf(rule: Row, single: string, plural: string): readonly PortRange[] {
  const texts = fieldOf(rule, single, plural);
  if (texts.length === 0) throw new MalformedError(`${single} is not set`);
  return texts.map((text) => parsePorts(text, single));
}

const tagPattern = /^(?:\*|[A-Za-z][\w.-]*)$/;

function placeOf(rule: Row, side: 'source' | 'destination'): Place {
  const path = `${side}AddressPrefix`;
  const groupsPath = `${side}ApplicationSecurityGroups`;
  const texts = fieldOf(rule, path, `${path}es`);
  const groups = namedIds(rule, groupsPath);
  if (texts.length + groups.length === 0) {
    dependOnAbsence(rule, groupsPath);
    throw new MalformedError(`${path} is not set`);
  }
  const parsed = texts.map((text) => ({ text, prefix: parsePrefix(text) }));
  const tags = parsed.flatMap(({ text, prefix }) => (prefix ? [] : [text]));
  const strange = tags.find((tag) => !tagPattern.test(tag));
  if (strange !== undefined) {
    throw new MalformedError(`${path} is ${observedText(strange)}, neither an address nor a service tag`);
  }
  return { prefixes: parsed.flatMap(({ prefix }) => (prefix ? [prefix] : [])), tags, groups };
}

// Application security groups hold interfaces of the virtual network, so none of them is a stranger:
// https://learn.microsoft.com/azure/virtual-network/application-security-groups
function sourceOf({ prefixes, tags }: Place): Source {
  const ranges = (family: Family) => prefixes.filter((one) => one.family === family).map(({ range }) => range);
  const meaning = (wanted: TagMeaning) => tags.filter((tag) => meaningOf(tag) === wanted);
  return {
    anyone: meaning('internet').length > 0,
    addresses: { IPv4: addressSet(ranges('IPv4')), IPv6: addressSet(ranges('IPv6')) },
    cloud: meaning('cloud'),
    unknown: meaning('unknown'),
  };
}

function choiceOf<V>(row: Row, path: string, choices: Readonly<Record<string, V>>): V {
  const text = requiredText(row, path);
  const choice = Object.hasOwn(choices, text.toLowerCase()) ? choices[text.toLowerCase()] : undefined;
  if (choice !== undefined) return choice;
  throw new MalformedError(`${path} is ${observedText(text)}, which is none of ${Object.keys(choices).join(', ')}`);
}

function priorityOf(rule: Row): number {
  const priority = valueAt(rule, 'priority');
  if (typeof priority === 'number') return priority;
  throw new MalformedError(`priority is ${observedText(priority)}, not a number`);
}

function parseRule(row: Row): SecurityRule | undefined {
  const rule = propertiesOf(row);
  const inbound = choiceOf(rule, 'direction', { inbound: true, outbound: false });
  if (!inbound) return undefined;
  return {
    name: requiredText(row, 'name'),
    isDefault: false,
    priority: priorityOf(rule),
    access: choiceOf<'Allow' | 'Deny'>(rule, 'access', { allow: 'Allow', deny: 'Deny' }),
    transports: choiceOf(rule, 'protocol', transportsOf),
    sourcePorts: portsOf(rule, 'sourcePortRange', 'sourcePortRanges'),
    ports: portsOf(rule, 'destinationPortRange', 'destinationPortRanges'),
    source: sourceOf(placeOf(rule, 'source')),
    destination: placeOf(rule, 'destination'),
  };
}

/**
 * The last rule of every group. Azure's other defaults let in the virtual network and the health probes of load
 * balancers, none of which is the internet: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules
 */
const denyAllInBound: SecurityRule = {
  name: 'DenyAllInBound',
  isDefault: true,
  priority: 65500,
  access: 'Deny',
  transports: ['TCP', 'UDP'],
  sourcePorts: [allPorts],
  ports: [allPorts],
  source: { anyone: true, addresses: { IPv4: [], IPv6: [] }, cloud: [], unknown: [] },
  destination: { prefixes: [], tags: ['*'], groups: [] },
};

/** The inbound rules of a network security group. Throws `MalformedError` where one of its rules cannot be read. */
export function parseSecurityGroup(row: Row): SecurityGroup {
  const rows = rowsAt(row, 'properties.securityRules');
  if (rows === undefined) throw new MalformedError('properties.securityRules is not set');
  const rules = rows.map(parseRule).filter((rule) => rule !== undefined);
  const sorted = rules.toSorted((left, right) => left.priority - right.priority);
  return { id: idOf(row), name: textAt(row, 'name') ?? '', rules: [...sorted, denyAllInBound] };
}
