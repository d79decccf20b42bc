import { child, children, partly, when } from '../define.ts';
import { isOneOf, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

export const sqlServer = 'microsoft.sql/servers';
export const sqlDatabase = 'microsoft.sql/servers/databases';

const sqlVersion = '2023-08-01';
const serverChild = (path: string) =>
  [path, sqlVersion, `Microsoft.Sql/servers/${path.split('/')[0] ?? ''}/read`] as const;

// Resource Graph lists servers and databases but nothing below them, so each of these is one read a server. They stand
// here once: checks that share one share the call.

export const auditing = child(...serverChild('auditingSettings/default'));
export const encryptionProtector = child(...serverChild('encryptionProtector/current'));
export const securityAlerts = child(...serverChild('securityAlertPolicies/Default'));

/** At most one: https://learn.microsoft.com/rest/api/sql/server-azure-ad-administrators/list-by-server */
export const administrators = children(...serverChild('administrators'));

// A server has one of the two kinds of vulnerability assessment, and asking for the other may be refused.
export const expressAssessment = partly(child(...serverChild('sqlVulnerabilityAssessments/default')));
export const classicAssessment = partly(child(...serverChild('vulnerabilityAssessments/default')));

/** Rules let nobody in where there is no public endpoint, or where a network security perimeter decides alone. */
const isOpen = (server: Row): boolean => {
  const access = valueAt(server, 'properties.publicNetworkAccess');
  return access !== 'Disabled' && access !== 'SecuredByPerimeter';
};
export const firewallRules = when(isOpen, children(...serverChild('firewallRules')));

// A setting that Azure adds later must not read as off.
const hasIPv6 = (server: Row): boolean =>
  isOneOf(server, 'properties.isIPv6Enabled', { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Disabled' })
    .verdict === 'fail';
export const ipv6FirewallRules = when(
  (server) => isOpen(server) && hasIPv6(server),
  children(...serverChild('ipv6FirewallRules')),
);

/** One read a database: whether it is encrypted stands nowhere else. */
export const databaseEncryption = child(
  'transparentDataEncryption/current',
  sqlVersion,
  'Microsoft.Sql/servers/databases/transparentDataEncryption/read',
);
