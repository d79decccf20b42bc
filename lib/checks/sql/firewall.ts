import { MalformedError } from '../define.ts';
import { fail, observedText, pass, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { coversInternet, rangeBetween } from './addressRanges.ts';

/** What a rule of a database server's firewall admits. */
export interface FirewallRule {
  readonly name: string;
  readonly start: string;
  readonly end: string;
}

function required(rule: Row, path: string): string {
  const value = textAt(rule, path);
  if (value === undefined) throw new MalformedError(`${path} of a firewall rule is not set`);
  return value;
}

export function ipv4Rule(rule: Row): FirewallRule {
  const ends = { start: 'properties.startIpAddress', end: 'properties.endIpAddress' };
  return { name: required(rule, 'name'), start: required(rule, ends.start), end: required(rule, ends.end) };
}

export function ipv6Rule(rule: Row): FirewallRule {
  const ends = { start: 'properties.startIPv6Address', end: 'properties.endIPv6Address' };
  return { name: required(rule, 'name'), start: required(rule, ends.start), end: required(rule, ends.end) };
}

const shown = (rules: readonly FirewallRule[]): string =>
  observedText(rules.map(({ name, start, end }) => `${name} ${start} - ${end}`));

/** Rules add up: what one leaves out another may admit. */
export function judgeInternet(rules: readonly FirewallRule[]): Verdict {
  const ranges = rules.map(({ name, start, end }) => rangeBetween(start, end, `firewallRules[${name}]`));
  const judge = coversInternet(ranges) ? fail : pass;
  return judge('firewallRules', shown(rules), 'not to add up to the internet');
}

// 0.0.0.0 as both ends is no address but the switch that admits all of Azure:
// https://learn.microsoft.com/azure/azure-sql/database/firewall-configure#connections-from-inside-azure
const admitsAzure = ({ start, end }: FirewallRule): boolean => start === '0.0.0.0' && end === '0.0.0.0';

export function judgeAzureServices(rules: readonly FirewallRule[]): Verdict {
  const admitting = rules.filter(admitsAzure);
  const judge = admitting.length > 0 ? fail : pass;
  return judge('firewallRules', shown(admitting.length > 0 ? admitting : rules), 'no rule 0.0.0.0 - 0.0.0.0');
}
