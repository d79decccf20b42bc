import { define } from '../define.ts';
import { fail, isOneOf, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { ipv4Rule, ipv6Rule, judgeAzureServices, judgeInternet } from './firewall.ts';
import { firewallRules, ipv6FirewallRules, sqlServer } from './needs.ts';

const judgePublicAccess = (server: Row): Verdict =>
  isOneOf(server, 'properties.publicNetworkAccess', {
    safe: ['Disabled', 'SecuredByPerimeter'],
    unsafe: ['Enabled'],
    absentIs: 'Enabled',
  });

export const publicNetworkAccess = define({
  id: 'sql-public-network-access',
  title: 'The public endpoint is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves a guessed or stolen login useless outside your networks.',
  fix: {
    text: 'Reach the server through private endpoints or a network security perimeter, then disable public network access.',
    cli: 'az sql server update --ids {id} --enable-public-network false',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/connectivity-settings',
  absent: 'Fails: a server that was never told otherwise has a public endpoint.',
  policies: ['1b8ca024-1d5c-4dec-8995-b1a932b41780'],
  on: sqlServer,
  needs: {},
  evaluate: judgePublicAccess,
});

export const firewallInternet = define({
  id: 'sql-firewall-internet',
  title: 'Firewall rules do not admit the internet',
  severity: 'critical',
  why: 'Everyone may try passwords on the databases, and one leaked connection string is enough to read them from anywhere.',
  fix: {
    text: 'Remove the rules that cover large ranges and admit the addresses that need the server, or disable public network access.',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/firewall-configure',
  absent:
    'Passes without rules: the firewall refuses what no rule admits. Where public network access is not set it is on.',
  on: sqlServer,
  needs: { rules: firewallRules, ipv6Rules: ipv6FirewallRules },
  evaluate(server, { rules, ipv6Rules = [] }) {
    if (rules === undefined) return judgePublicAccess(server);
    return judgeInternet([...rules.map(ipv4Rule), ...ipv6Rules.map(ipv6Rule)]);
  },
});

export const firewallAzureServices = define({
  id: 'sql-firewall-azure-services',
  title: 'Firewall rules do not admit all of Azure',
  severity: 'high',
  why: 'The rule admits every address of Azure, virtual machines of other customers included.',
  fix: {
    text: 'Reach the server through a virtual network or private endpoints, then remove AllowAllWindowsAzureIps.',
    cli: 'az sql server firewall-rule delete --subscription {subscription} --resource-group {resourceGroup} --server {name} --name AllowAllWindowsAzureIps',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/network-access-controls-overview',
  absent: 'Passes without rules. Where public network access is not set it is on.',
  on: sqlServer,
  needs: { rules: firewallRules },
  evaluate: (server, { rules }) =>
    rules === undefined ? judgePublicAccess(server) : judgeAzureServices(rules.map(ipv4Rule)),
});

export const privateEndpoints = define({
  id: 'sql-private-endpoints',
  title: 'The server has an approved private endpoint',
  severity: 'medium',
  why: 'Through a private endpoint traffic stays on the Azure backbone, and the public endpoint can be closed.',
  fix: { text: 'Create a private endpoint for the server, approve the connection and link the private DNS zone.' },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/private-endpoint-overview',
  absent: 'Fails: no connection is listed, so there is none.',
  policies: ['7698e800-9299-47a6-b3b6-5a0fee576eed'],
  on: sqlServer,
  needs: {},
  evaluate(server) {
    const list = 'properties.privateEndpointConnections';
    const status = 'properties.privateLinkServiceConnectionState.status';
    const connections = rowsAt(server, list);
    if (connections === undefined || connections.length === 0) {
      return fail(list, observedText(connections), 'an "Approved" connection');
    }
    const states = connections.map((connection) => textAt(connection, status));
    const judge = states.includes('Approved') ? pass : fail;
    return judge(`${list}[].${status}`, states.map(observedText).join(', '), 'an "Approved" connection');
  },
});
