import type { Because } from '../../../model/verdict.ts';
import { isUnread, type Admission, type Decision, type Filter } from './admission.ts';
import { portName, type Port } from './ports.ts';
import type { Way } from './ways.ts';

/** What a verdict on one port of one ipConfiguration is about. */
export interface Place {
  readonly port: Port;
  /** `nic-web:22` */
  readonly name: string;
  readonly configurationId: string;
  readonly filters: readonly Filter[];
}

const ruleText = ({ group, rule }: Decision): string =>
  `${group.name}/${rule.isDefault ? 'defaultSecurityRules' : 'securityRules'}/${rule.name}`;

function allowText(decisions: readonly Decision[]): string {
  const priorities = new Set(decisions.map(({ rule }) => String(rule.priority)));
  return `Allow at priority ${[...priorities].join(' and ')}`;
}

function because(
  { port, configurationId, filters }: Place,
  way: Way | undefined,
  path: string,
  observed: string,
): Because {
  const groups = filters.flatMap((filter) => (isUnread(filter) ? [] : [filter.id]));
  const trail = [...new Set([...(way?.trail ?? []), ...groups, configurationId])];
  return { path, observed, expected: `to keep the internet from ${portName(port)}`, trail };
}

const paths = (decisions: readonly Decision[]): string => [...new Set(decisions.map(ruleText))].join(', ');

/** Open: the rules that let the internet in, and the way that it takes. */
export function openByRule(place: Place, way: Way, { from, allowedBy }: Admission): Because {
  const who = from === 'Internet' ? 'internet' : `any machine in ${from}`;
  const observed = `${allowText(allowedBy)}: ${who} → ${way.text} → ${place.name}`;
  return because(place, way, paths(allowedBy), observed);
}

/** Closed: the rule that keeps the internet out, or those that let in but few. */
export function closedByRule(place: Place, way: Way | undefined, { allowedBy, stoppedBy }: Admission): Because {
  const few = allowedBy.filter(({ group }) => group === stoppedBy?.group);
  if (few.length > 0) {
    const observed = `${allowText(few)} for few addresses of the internet: the others stop before ${place.name}`;
    return because(place, way, paths(few), observed);
  }
  const from = way ? `internet → ${way.text}` : 'the internet';
  const priority = stoppedBy ? ` at priority ${String(stoppedBy.rule.priority)}` : '';
  return because(
    place,
    way,
    stoppedBy ? ruleText(stoppedBy) : '',
    `Deny${priority}: ${from} stops before ${place.name}`,
  );
}

/** No network security group at all: the SKU of the public address or load balancer decides. */
export function decidedBySku(place: Place, way: Way, open: boolean): Because {
  const observed = open
    ? `not set, nor on the subnet, and a Basic SKU is open without one: internet → ${way.text} → ${place.name}`
    : `not set, nor on the subnet, and a Standard SKU is closed without one: internet → ${way.text} stops before ${place.name}`;
  return because(place, way, 'properties.networkSecurityGroup', observed);
}

/** Nothing public leads there. */
export function noWay(place: Place): Because {
  return because(place, undefined, 'properties.ipConfigurations', `without a public way to ${place.name}`);
}
