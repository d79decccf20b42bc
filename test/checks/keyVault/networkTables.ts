import type { CheckTables } from '../checkTable.ts';
import { alone } from './vault.ts';

const access = 'properties.publicNetworkAccess';
const closed = 'expected "Disabled" or "SecuredByPerimeter"';
const action = 'properties.networkAcls.defaultAction';
const bypass = 'properties.networkAcls.bypass';
const list = 'properties.privateEndpointConnections';
const status = `${list}[].properties.privateLinkServiceConnectionState.status`;
const noSuchAccess = (value: string) =>
  `malformed: ${access} is ${value}, which is none of "Enabled", "Disabled", "SecuredByPerimeter"`;
const acls = (networkAcls: unknown, more = {}) => alone({ networkAcls, ...more });
const connection = (state: unknown) => ({ properties: { privateLinkServiceConnectionState: { status: state } } });
const connections = (...states: readonly unknown[]) => alone({ privateEndpointConnections: states.map(connection) });

export const networkTables: CheckTables = {
  'keyvault-public-network-access': {
    pass: [
      [alone({ publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
      [alone({ publicNetworkAccess: 'disabled' }), `${access} is "disabled"; ${closed}`],
      [alone({ publicNetworkAccess: 'SecuredByPerimeter' }), `${access} is "SecuredByPerimeter"; ${closed}`],
    ],
    fail: [
      [alone({}), `${access} is "Enabled"; ${closed}`],
      [alone({ publicNetworkAccess: 'enabled' }), `${access} is "enabled"; ${closed}`],
      [alone({ publicNetworkAccess: undefined }), `${access} is not set (default "Enabled"); ${closed}`],
      [alone({ publicNetworkAccess: null }), `${access} is not set (default "Enabled"); ${closed}`],
      // A private endpoint does not close the public one.
      [alone({ privateEndpointConnections: [connection('Approved')] }), `${access} is "Enabled"; ${closed}`],
    ],
    unknown: [
      [alone({ publicNetworkAccess: 'Disabled ' }), noSuchAccess('"Disabled "')],
      [alone({ publicNetworkAccess: false }), `malformed: ${access} is false, not text`],
    ],
  },
  'keyvault-default-network-action': {
    pass: [
      [acls({ defaultAction: 'Deny' }), `${action} is "Deny"; expected "Deny"`],
      [acls({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
      [acls(null, { publicNetworkAccess: 'SecuredByPerimeter' }), `${access} is "SecuredByPerimeter"; ${closed}`],
    ],
    fail: [
      [acls({ defaultAction: 'Allow' }), `${action} is "Allow"; expected "Deny"`],
      [acls({ defaultAction: 'Allow' }, { publicNetworkAccess: undefined }), `${action} is "Allow"; expected "Deny"`],
      [acls(undefined), `${action} is not set (default "Allow"); expected "Deny"`],
      [acls(null), `${action} is not set (default "Allow"); expected "Deny"`],
      [acls({ bypass: 'None' }), `${action} is not set (default "Allow"); expected "Deny"`],
    ],
    unknown: [
      [acls({ defaultAction: 'Ask' }), `malformed: ${action} is "Ask", which is none of "Deny", "Allow"`],
      [acls([]), 'malformed: properties.networkAcls is [], not an object'],
      [acls({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Sometimes' }), noSuchAccess('"Sometimes"')],
    ],
  },
  'keyvault-trusted-services': {
    pass: [
      [
        acls({ defaultAction: 'Deny', bypass: 'AzureServices' }),
        `${bypass} is "AzureServices"; expected "AzureServices"`,
      ],
      [acls({ defaultAction: 'Deny' }), `${bypass} is not set (default "AzureServices"); expected "AzureServices"`],
      [
        acls(null, { publicNetworkAccess: 'Disabled' }),
        `${bypass} is not set (default "AzureServices"); expected "AzureServices"`,
      ],
    ],
    fail: [
      [acls({ defaultAction: 'Deny', bypass: 'None' }), `${bypass} is "None"; expected "AzureServices"`],
      // A disabled endpoint asks for the bypass, whatever the default action.
      [
        acls({ defaultAction: 'Allow', bypass: 'None' }, { publicNetworkAccess: 'Disabled' }),
        `${bypass} is "None"; expected "AzureServices"`,
      ],
    ],
    unknown: [
      [
        acls({ defaultAction: 'Deny', bypass: 'Logging' }),
        `malformed: ${bypass} is "Logging", which is none of "AzureServices", "None"`,
      ],
      [acls({ bypass: 'AzureServices' }, { publicNetworkAccess: 'Sometimes' }), noSuchAccess('"Sometimes"')],
    ],
    notApplicable: [
      [acls({ defaultAction: 'Allow', bypass: 'None' }), 'every network is allowed: there is no firewall to get past'],
      [
        acls({ defaultAction: 'Deny', bypass: 'AzureServices' }, { publicNetworkAccess: 'SecuredByPerimeter' }),
        'a network security perimeter decides alone',
      ],
    ],
  },
  'keyvault-private-endpoints': {
    pass: [
      [connections('Approved'), `${status} is "Approved"; expected an "Approved" connection`],
      [connections('Pending', 'Approved'), `${status} is "Pending", "Approved"; expected an "Approved" connection`],
    ],
    fail: [
      [connections('Pending', 'Rejected'), `${status} is "Pending", "Rejected"; expected an "Approved" connection`],
      [connections(null), `${status} is not set; expected an "Approved" connection`],
      [connections(), `${list} is []; expected an "Approved" connection`],
      [alone({}), `${list} is not set; expected an "Approved" connection`],
      [alone({ privateEndpointConnections: null }), `${list} is not set; expected an "Approved" connection`],
    ],
    unknown: [
      [alone({ privateEndpointConnections: {} }), `malformed: ${list} is {}, not a list`],
      [alone({ privateEndpointConnections: [null] }), `malformed: ${list}[0] is not set, not an object`],
      [connections(true), 'malformed: properties.privateLinkServiceConnectionState.status is true, not text'],
    ],
  },
};
