import { choiceRows } from '../aks/rows.ts';
import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { azureRules, everyone, internetRules, office } from './firewallRows.ts';
import { alone, reading, server } from './server.ts';

const access = 'properties.publicNetworkAccess';
const closed = 'expected "Disabled" or "SecuredByPerimeter"';
const list = 'properties.privateEndpointConnections';
const status = `${list}[].properties.privateLinkServiceConnectionState.status`;
const connection = (state: unknown) => ({ properties: { privateLinkServiceConnectionState: { status: state } } });
const connections = (...states: readonly unknown[]) => alone({ privateEndpointConnections: states.map(connection) });

const rules = (rows: readonly Row[]): Given => reading('firewallRules', found(...rows));
const told = (table: readonly (readonly [readonly Row[], string])[]) =>
  table.map(([rows, text]) => [rules(rows), text] as const);
const ipv6 = (start: string, end: string): Row => ({
  name: 'six',
  type: 'Microsoft.Sql/servers/ipv6FirewallRules',
  properties: { startIPv6Address: start, endIPv6Address: end },
});
const both = (...six: readonly Row[]): Given => ({
  subject: server({ isIPv6Enabled: 'Enabled' }),
  reads: { firewallRules: found(office), ipv6FirewallRules: found(...six) },
});
const office4 = '"office 203.0.113.0 - 203.0.113.255"';
const denied = reading('firewallRules', refused('denied', 'AuthorizationFailed', 'the/action'));

export const networkTables: CheckTables = {
  'sql-public-network-access': choiceRows(
    'publicNetworkAccess',
    { safe: ['Disabled', 'SecuredByPerimeter'], unsafe: ['Enabled'], absentIs: 'Enabled' },
    alone,
  ),
  'sql-firewall-internet': {
    pass: [
      ...told(internetRules.pass),
      // No read is given: rules are not asked for where they open nothing.
      [alone({ publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
      [alone({ publicNetworkAccess: 'SecuredByPerimeter' }), `${access} is "SecuredByPerimeter"; ${closed}`],
      [
        both(ipv6('2001:db8::1', '2001:db8::2')),
        `firewallRules is [${office4},"six 2001:db8::1 - 2001:db8::2"]; expected not to add up to the internet`,
      ],
    ],
    fail: [
      ...told(internetRules.fail),
      [
        { subject: server({ publicNetworkAccess: undefined }), reads: { firewallRules: found(everyone, everyone) } },
        'firewallRules is ["everyone 0.0.0.0 - 255.255.255.255","everyone 0.0.0.0 - 255.255.255.255"]; expected not to add up to the internet',
      ],
      [
        both(ipv6('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'), ipv6('2000::', '3fff::')),
        `firewallRules is [${office4},"six :: - ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff","six 2000:: - 3fff::"]; expected not to add up to the internet`,
      ],
    ],
    unknown: [
      ...told(internetRules.unknown),
      [
        { subject: server({ isIPv6Enabled: 'Preview' }), reads: {} },
        'malformed: properties.isIPv6Enabled is "Preview", which is none of "Disabled", "Enabled"',
      ],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'sql-firewall-azure-services': {
    pass: [
      ...told(azureRules.pass),
      [alone({ publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
    ],
    fail: told(azureRules.fail),
    unknown: [...told(azureRules.unknown), [denied, 'denied: AuthorizationFailed']],
  },
  'sql-private-endpoints': {
    pass: [
      [alone(), `${status} is "Approved"; expected an "Approved" connection`],
      [connections('Pending', 'Approved'), `${status} is "Pending", "Approved"; expected an "Approved" connection`],
    ],
    fail: [
      [connections('Rejected'), `${status} is "Rejected"; expected an "Approved" connection`],
      [connections(null), `${status} is not set; expected an "Approved" connection`],
      [connections(), `${list} is []; expected an "Approved" connection`],
      [alone({ privateEndpointConnections: undefined }), `${list} is not set; expected an "Approved" connection`],
      [alone({ privateEndpointConnections: null }), `${list} is not set; expected an "Approved" connection`],
    ],
    unknown: [[alone({ privateEndpointConnections: 'none' }), `malformed: ${list} is "none", not a list`]],
  },
};
