import { define, MalformedError } from '../define.ts';
import { isOneOf, observedText, pass, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { ipv4Rule, judgeAzureServices, judgeInternet } from '../sql/firewall.ts';
import { firewallRules, postgresqlServer } from './needs.ts';

function judgePublicAccess(server: Row): Verdict {
  const path = 'properties.network.publicNetworkAccess';
  const subnet = 'properties.network.delegatedSubnetResourceId';
  const verdict = isOneOf(server, path, { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Enabled' });
  if (verdict.verdict === 'pass' || textAt(server, path) !== undefined) return verdict;
  const delegated = textAt(server, subnet);
  if (delegated === undefined) return verdict;
  if (!/\/subnets\//i.test(delegated))
    throw new MalformedError(`${subnet} is ${observedText(delegated)}, not a subnet`);
  return pass(subnet, observedText(delegated), 'a subnet, or no public access');
}

export const publicNetworkAccess = define({
  id: 'postgresql-public-network-access',
  title: 'The public endpoint is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves a guessed or stolen password useless outside your networks.',
  fix: {
    text: 'Reach the server through private endpoints, then disable public network access.',
    cli: 'az postgres flexible-server update --ids {id} --public-access Disabled',
    set: { path: 'properties.network.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/network/concepts-networking-public',
  absent: 'Fails: a server outside a delegated subnet has a public endpoint unless it was disabled.',
  policies: ['5e1de0e3-42cb-4ebc-a86d-61d0c619ca48'],
  on: postgresqlServer,
  needs: {},
  evaluate: judgePublicAccess,
});

export const firewallInternet = define({
  id: 'postgresql-firewall-internet',
  title: 'Firewall rules do not admit the internet',
  severity: 'critical',
  why: 'Everyone may try passwords on the databases, and one leaked connection string is enough to read them from anywhere.',
  fix: {
    text: 'Remove the rules that cover large ranges and admit the addresses that need the server, or disable public network access.',
    set: { path: 'properties.network.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-firewall-rules',
  absent:
    'Passes without rules: the firewall refuses what no rule admits. Where public network access is not set it is on.',
  on: postgresqlServer,
  needs: { rules: firewallRules },
  evaluate: (server, { rules }) =>
    rules === undefined ? judgePublicAccess(server) : judgeInternet(rules.map(ipv4Rule)),
});

export const firewallAzureServices = define({
  id: 'postgresql-firewall-azure-services',
  title: 'Firewall rules do not admit all of Azure',
  severity: 'high',
  why: 'The rule admits every address of Azure, subscriptions of other customers included.',
  fix: {
    text: 'Admit the outgoing addresses of your services or use private endpoints, then remove the rule from 0.0.0.0 to 0.0.0.0.',
    set: { path: 'properties.network.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-firewall-rules',
  absent: 'Passes without rules. Where public network access is not set it is on.',
  on: postgresqlServer,
  needs: { rules: firewallRules },
  evaluate: (server, { rules }) =>
    rules === undefined ? judgePublicAccess(server) : judgeAzureServices(rules.map(ipv4Rule)),
});
