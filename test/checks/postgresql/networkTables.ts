import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { azureRules, everyone, internetRules } from '../sql/firewallRows.ts';
import { alone, server } from './server.ts';

const access = 'properties.network.publicNetworkAccess';
const subnetPath = 'properties.network.delegatedSubnetResourceId';
const subnet =
  '/subscriptions/ffffffff-ffff-ffff-ffff-ffffffffffff/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet/subnets/database';
const inSubnet = `${subnetPath} is "${subnet}"; expected a subnet, or no public access`;
const closed = `${access} is "Disabled"; expected "Disabled"`;
const network = (value: unknown) => alone({ network: value });
const rules = (rows: readonly Row[]): Given => ({ subject: server(), reads: { firewallRules: found(...rows) } });
const told = (table: readonly (readonly [readonly Row[], string])[]) =>
  table.map(([rows, text]) => [rules(rows), text] as const);
const denied: Given = {
  subject: server(),
  reads: { firewallRules: refused('denied', 'AuthorizationFailed', 'the/action') },
};

export const networkTables: CheckTables = {
  'postgresql-public-network-access': {
    pass: [
      [network({ publicNetworkAccess: 'Disabled' }), closed],
      [network({ delegatedSubnetResourceId: subnet, publicNetworkAccess: 'Disabled' }), closed],
      [network({ delegatedSubnetResourceId: subnet }), inSubnet],
    ],
    fail: [
      [network({ publicNetworkAccess: 'Enabled' }), `${access} is "Enabled"; expected "Disabled"`],
      // What Azure reports counts, not what a subnet suggests.
      [
        network({ publicNetworkAccess: 'Enabled', delegatedSubnetResourceId: subnet }),
        `${access} is "Enabled"; expected "Disabled"`,
      ],
      [network({}), `${access} is not set (default "Enabled"); expected "Disabled"`],
      [network(null), `${access} is not set (default "Enabled"); expected "Disabled"`],
      [
        network({ publicNetworkAccess: null, delegatedSubnetResourceId: null }),
        `${access} is not set (default "Enabled"); expected "Disabled"`,
      ],
    ],
    unknown: [
      [
        network({ publicNetworkAccess: 'Perimeter' }),
        `malformed: ${access} is "Perimeter", which is none of "Disabled", "Enabled"`,
      ],
      [network({ delegatedSubnetResourceId: 'vnet' }), `malformed: ${subnetPath} is "vnet", not a subnet`],
      [network('none'), 'malformed: properties.network is "none", not an object'],
    ],
  },
  'postgresql-firewall-internet': {
    pass: [
      ...told(internetRules.pass),
      // No read is given: rules are not asked for where they open nothing.
      [network({ publicNetworkAccess: 'Disabled' }), closed],
      [network({ delegatedSubnetResourceId: subnet }), inSubnet],
    ],
    fail: [
      ...told(internetRules.fail),
      [
        { subject: server({ network: null }), reads: { firewallRules: found(everyone, everyone) } },
        'firewallRules is ["everyone 0.0.0.0 - 255.255.255.255","everyone 0.0.0.0 - 255.255.255.255"]; expected not to add up to the internet',
      ],
    ],
    unknown: [
      ...told(internetRules.unknown),
      // Rules are read where Azure reports a public endpoint, whatever a subnet suggests.
      [
        {
          subject: server({ network: { publicNetworkAccess: 'Enabled', delegatedSubnetResourceId: subnet } }),
          reads: denied.reads,
        },
        'denied: AuthorizationFailed',
      ],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'postgresql-firewall-azure-services': {
    pass: [...told(azureRules.pass), [network({ publicNetworkAccess: 'Disabled' }), closed]],
    fail: told(azureRules.fail),
    unknown: [...told(azureRules.unknown), [denied, 'denied: AuthorizationFailed']],
  },
};
