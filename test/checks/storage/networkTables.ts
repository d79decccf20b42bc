import type { CheckTables } from '../checkTable.ts';
import { alone } from './account.ts';

const access = 'properties.publicNetworkAccess';
const closed = 'expected "Disabled" or "SecuredByPerimeter"';
const action = 'properties.networkAcls.defaultAction';
const bypass = 'properties.networkAcls.bypass';
const list = 'properties.privateEndpointConnections';
const status = `${list}[].properties.privateLinkServiceConnectionState.status`;
const acls = (networkAcls: unknown, more = {}) => alone({ networkAcls, ...more });
const connection = (state: unknown) => ({ properties: { privateLinkServiceConnectionState: { status: state } } });
const connections = (...states: readonly unknown[]) => alone({ privateEndpointConnections: states.map(connection) });

export const networkTables: CheckTables = {
  'storage-public-network-access': {
    pass: [
      [alone({ publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
      [alone({ publicNetworkAccess: 'SecuredByPerimeter' }), `${access} is "SecuredByPerimeter"; ${closed}`],
    ],
    fail: [
      [alone({ publicNetworkAccess: 'Enabled' }), `${access} is "Enabled"; ${closed}`],
      [alone({}), `${access} is not set (default "Enabled"); ${closed}`],
      [alone({ publicNetworkAccess: null }), `${access} is not set (default "Enabled"); ${closed}`],
    ],
    unknown: [
      [
        alone({ publicNetworkAccess: 'disabled?' }),
        `malformed: ${access} is "disabled?", which is none of "Disabled", "SecuredByPerimeter", "Enabled"`,
      ],
      [
        alone({ publicNetworkAccess: false }),
        `malformed: ${access} is false, which is none of "Disabled", "SecuredByPerimeter", "Enabled"`,
      ],
    ],
  },
  'storage-default-network-action': {
    pass: [
      [acls({ defaultAction: 'Deny' }), `${action} is "Deny"; expected "Deny"`],
      [acls({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`],
      [acls(null, { publicNetworkAccess: 'SecuredByPerimeter' }), `${access} is "SecuredByPerimeter"; ${closed}`],
    ],
    fail: [
      [acls({ defaultAction: 'Allow' }), `${action} is "Allow"; expected "Deny"`],
      [acls({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Enabled' }), `${action} is "Allow"; expected "Deny"`],
      [acls(undefined), `${action} is not set (default "Allow"); expected "Deny"`],
      [acls(null), `${action} is not set (default "Allow"); expected "Deny"`],
      [acls({ defaultAction: null }), `${action} is not set (default "Allow"); expected "Deny"`],
    ],
    unknown: [
      [acls({ defaultAction: 'Ask' }), `malformed: ${action} is "Ask", which is none of "Deny", "Allow"`],
      [acls([]), 'malformed: properties.networkAcls is [], not an object'],
      [
        acls({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Sometimes' }),
        `malformed: ${access} is "Sometimes", which is none of "Disabled", "SecuredByPerimeter", "Enabled"`,
      ],
    ],
  },
  'storage-trusted-services': {
    pass: [
      [
        acls({ defaultAction: 'Deny', bypass: 'AzureServices' }),
        `${bypass} is "AzureServices"; expected to hold AzureServices`,
      ],
      [
        acls({ defaultAction: 'Deny', bypass: 'Logging, Metrics, AzureServices' }),
        `${bypass} is "Logging, Metrics, AzureServices"; expected to hold AzureServices`,
      ],
      [
        acls({ defaultAction: 'Deny' }),
        `${bypass} is not set (default "AzureServices"); expected to hold AzureServices`,
      ],
      [
        acls({ defaultAction: 'Deny', bypass: null }),
        `${bypass} is not set (default "AzureServices"); expected to hold AzureServices`,
      ],
    ],
    fail: [
      [acls({ defaultAction: 'Deny', bypass: 'None' }), `${bypass} is "None"; expected to hold AzureServices`],
      [
        acls({ defaultAction: 'Deny', bypass: 'Logging, Metrics' }),
        `${bypass} is "Logging, Metrics"; expected to hold AzureServices`,
      ],
      [acls({ defaultAction: 'Deny', bypass: '' }), `${bypass} is ""; expected to hold AzureServices`],
      // A part of the name is not the name.
      [
        acls({ defaultAction: 'Deny', bypass: 'NotAzureServices' }),
        `${bypass} is "NotAzureServices"; expected to hold AzureServices`,
      ],
    ],
    unknown: [
      [
        acls({ defaultAction: 'Deny', bypass: ['AzureServices'] }),
        `malformed: ${bypass} is ["AzureServices"], not text`,
      ],
    ],
    notApplicable: [
      [acls({ defaultAction: 'Allow', bypass: 'None' }), 'every network is allowed: there are no rules to get past'],
    ],
  },
  'storage-private-endpoints': {
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
