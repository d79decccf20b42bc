import type { Unread } from '../../../model/verdict.ts';
import { addressSet, holds, nowhere, overlap, sizeOf, without, type AddressSet } from './addressSet.ts';
import { everywhere, internet, isInternet } from './internet.ts';
import { bitsOf, type Family, type Prefix } from './parseAddress.ts';
import type { Port } from './ports.ts';
import { sameId } from './rows.ts';
import type { PortRange, SecurityGroup, SecurityRule } from './securityRule.ts';
import { cloudHolds, tagHoldsInterface } from './serviceTags.ts';

/** Where a packet is delivered. What is `undefined` cannot be told; both are asked for only by rules that name them. */
export interface Target {
  readonly family: Family;
  readonly address: () => bigint | undefined;
  /** Ids of the application security groups that it is in. */
  readonly groups: () => readonly string[] | undefined;
}

/** One kind of packet: `from` is `Internet`, or a tag of machines in Azure. */
interface Packet {
  readonly from: string;
  readonly sourcePort: number;
  readonly port: Port;
  readonly target: Target;
}

/** A network security group on the way, or one that could not be read. */
export type Filter = SecurityGroup | Unread;

export interface Decision {
  readonly group: SecurityGroup;
  readonly rule: SecurityRule;
}

/** What comes through a row of filters. */
export interface Admission {
  /** So many addresses are let in that strangers are among them. */
  readonly open: boolean;
  /** `Internet`, or the tag of the machines that get in. */
  readonly from: string;
  /** The rules that let something in, one filter after the other. */
  readonly allowedBy: readonly Decision[];
  /** Where it is not open: the rule that keeps most of the internet out. */
  readonly stoppedBy?: Decision;
}

/**
 * What cannot be told is taken to keep the internet out (`least`) or to let it in (`most`): where both come to the
 * same, it did not matter.
 */
type Bound = 'least' | 'most';

export const isUnread = (filter: Filter): filter is Unread => 'state' in filter;
const inRange = (ranges: readonly PortRange[], port: number): boolean =>
  ranges.some(({ first, last }) => first <= port && port <= last);

function prefixHolds({ family, range }: Prefix, target: Target): boolean | undefined {
  if (family !== target.family) return false;
  if (sizeOf([range]) === 1n << BigInt(bitsOf[family])) return true;
  const address = target.address();
  return address === undefined ? undefined : holds([range], address);
}

/** Whether the rule is for that target; `undefined` where it cannot be told. */
export function reachesTarget({ destination }: SecurityRule, target: Target): boolean | undefined {
  const answers = [
    ...destination.tags.map(tagHoldsInterface),
    ...destination.prefixes.map((prefix) => prefixHolds(prefix, target)),
    ...(destination.groups.length === 0 ? [] : [inGroups(destination.groups, target)]),
  ];
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function inGroups(groups: readonly string[], target: Target): boolean | undefined {
  return target.groups()?.some((own) => groups.some((group) => sameId(group, own)));
}

export function isForPort({ transports, ports }: SecurityRule, { transport, number }: Port): boolean {
  return transports.includes(transport) && inRange(ports, number);
}

function sourcesOf({ source }: SecurityRule, { from, target: { family } }: Packet): AddressSet {
  const whole = source.anyone || source.cloud.some((tag) => cloudHolds(tag, from));
  return whole ? everywhere[family] : source.addresses[family];
}

/** The addresses of which the rule takes the packet, as far as the bound has it match. */
function matched(rule: SecurityRule, packet: Packet, bound: Bound): AddressSet {
  if (!isForPort(rule, packet.port) || !inRange(rule.sourcePorts, packet.sourcePort)) return nowhere;
  const lets = rule.access === 'Allow';
  // A doubtful rule matches where matching is what the bound assumes.
  const doubtMatches = lets === (bound === 'most');
  if (!(reachesTarget(rule, packet.target) ?? doubtMatches)) return nowhere;
  return doubtMatches && rule.source.unknown.length > 0 ? everywhere[packet.target.family] : sourcesOf(rule, packet);
}

interface Passage {
  readonly admitted: AddressSet;
  readonly allows: readonly SecurityRule[];
  readonly stop?: SecurityRule;
}

/** What one group lets in of the addresses that come to it. The first rule that matches decides. */
function pass(group: SecurityGroup, arriving: AddressSet, packet: Packet, bound: Bound): Passage {
  let left = arriving;
  let admitted = nowhere;
  let most = 0n;
  let stop: SecurityRule | undefined;
  const allows: SecurityRule[] = [];
  for (const rule of group.rules) {
    const set = matched(rule, packet, bound);
    if (set.length === 0 || left.length === 0) continue;
    const whole = set === everywhere[packet.target.family];
    const taken = whole ? left : overlap(left, set);
    left = whole ? nowhere : without(left, set);
    if (taken.length === 0) continue;
    if (rule.access === 'Allow') {
      admitted = admitted.length === 0 ? taken : addressSet([...admitted, ...taken]);
      allows.push(rule);
    } else if (sizeOf(taken) > most) {
      most = sizeOf(taken);
      stop = rule;
    }
  }
  return { admitted, allows, ...(stop && { stop }) };
}

function passAll(filters: readonly Filter[], packet: Packet, bound: Bound): Admission {
  const { family } = packet.target;
  let arriving = internet[family];
  const allowedBy: Decision[] = [];
  for (const filter of filters) {
    if (isUnread(filter)) {
      if (bound === 'most') continue;
      return { open: false, from: packet.from, allowedBy };
    }
    const { admitted, allows, stop } = pass(filter, arriving, packet, bound);
    allowedBy.push(...allows.map((rule) => ({ group: filter, rule })));
    if (!isInternet(admitted, family)) {
      return { open: false, from: packet.from, allowedBy, ...(stop && { stoppedBy: { group: filter, rule: stop } }) };
    }
    arriving = admitted;
  }
  return { open: true, from: packet.from, allowedBy };
}

/** One source port of each span in which the rules treat all alike: a stranger chooses the port that gets in. */
function sourcePortsOf(filters: readonly Filter[], port: Port): readonly number[] {
  const rules = filters.flatMap((filter) => (isUnread(filter) ? [] : filter.rules));
  const ranges = rules.filter((rule) => isForPort(rule, port)).flatMap(({ sourcePorts }) => sourcePorts);
  const starts = ranges.flatMap(({ first, last }) => [first, last + 1]).filter((start) => start <= 65535);
  return [...new Set([0, ...starts])];
}

/** The strangers to ask for: anyone, and who rents a machine in Azure where a rule lets those in. */
function strangersOf(filters: readonly Filter[]): readonly string[] {
  const rules = filters.flatMap((filter) => (isUnread(filter) ? [] : filter.rules));
  const tags = rules.flatMap(({ access, source }) => (access === 'Allow' ? source.cloud : []));
  return ['Internet', ...new Set(tags)];
}

/** What comes from the internet through the filters, in their order, to a port of the target. */
export function admission(filters: readonly Filter[], port: Port, target: Target, bound: Bound): Admission {
  let first: Admission | undefined;
  for (const from of strangersOf(filters)) {
    for (const sourcePort of sourcePortsOf(filters, port)) {
      const found = passAll(filters, { from, sourcePort, port, target }, bound);
      if (found.open) return found;
      first ??= found;
    }
  }
  return first ?? { open: true, from: 'Internet', allowedBy: [] };
}

/** Why least and most differ: the first thing that could not be told about the filters, for a port of the target. */
export function doubtOf(filters: readonly Filter[], port: Port, target: Target): Unread {
  for (const filter of filters) {
    if (isUnread(filter)) return filter;
    for (const rule of filter.rules.filter((one) => isForPort(one, port))) {
      const tags = [
        ...rule.source.unknown,
        ...rule.destination.tags.filter((tag) => tagHoldsInterface(tag) === undefined),
      ];
      const what = tags[0] ?? (reachesTarget(rule, target) === undefined ? 'its destination' : undefined);
      if (what === undefined) continue;
      const detail = `what ${what} stands for in rule ${rule.name} of ${filter.name} is not known`;
      return { state: 'unread', reason: 'malformed', detail, permission: '' };
    }
  }
  return {
    state: 'unread',
    reason: 'malformed',
    detail: 'what the network security groups let in could not be told',
    permission: '',
  };
}
