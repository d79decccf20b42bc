import { choiceRows } from '../aks/rows.ts';
import type { CheckTables } from '../checkTable.ts';
import { registry } from './registry.ts';

const access = 'properties.publicNetworkAccess';
const action = 'properties.networkRuleSet.defaultAction';
const ipRules = 'properties.networkRuleSet.ipRules';
const list = 'properties.privateEndpointConnections';
const status = `${list}[].properties.privateLinkServiceConnectionState.status`;
const ruleSet = (networkRuleSet: unknown, more = {}) => registry({ networkRuleSet, ...more });
const deny = (...values: readonly unknown[]) =>
  ruleSet({ defaultAction: 'Deny', ipRules: values.map((value) => ({ action: 'Allow', value })) });
const connection = (state: unknown) => ({ properties: { privateLinkServiceConnectionState: { status: state } } });
const connections = (...states: readonly unknown[]) => registry({ privateEndpointConnections: states.map(connection) });

export const networkTables: CheckTables = {
  'containerregistry-public-network-access': choiceRows(
    'publicNetworkAccess',
    { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Enabled' },
    registry,
  ),
  'containerregistry-network-rules': {
    pass: [
      [deny(), `${action} is "Deny"; expected "Deny"`],
      [deny('203.0.113.0/24', '198.51.100.7'), `${action} is "Deny"; expected "Deny"`],
      [ruleSet({ defaultAction: 'Deny' }), `${action} is "Deny"; expected "Deny"`],
      [
        ruleSet({ defaultAction: 'Allow' }, { publicNetworkAccess: 'Disabled' }),
        `${access} is "Disabled"; expected "Disabled"`,
      ],
    ],
    fail: [
      [registry(), `${action} is "Allow"; expected "Deny"`],
      [ruleSet(undefined), `${action} is not set (default "Allow"); expected "Deny"`],
      [ruleSet(null), `${action} is not set (default "Allow"); expected "Deny"`],
      [ruleSet({ defaultAction: null }), `${action} is not set (default "Allow"); expected "Deny"`],
      [
        deny('0.0.0.0/1', '128.0.0.0/1'),
        `${ipRules}[].value is ["0.0.0.0/1","128.0.0.0/1"]; expected not to add up to the internet`,
      ],
    ],
    unknown: [
      [ruleSet({ defaultAction: 'Ask' }), `malformed: ${action} is "Ask", which is none of "Deny", "Allow"`],
      [deny('everyone'), `malformed: ${ipRules}[].value is "everyone", not an address or a block`],
      [deny(null), `malformed: ${ipRules}[].value is not set`],
      [deny(7), 'malformed: value is 7, not text'],
      [
        registry({ publicNetworkAccess: 'Sometimes' }),
        `malformed: ${access} is "Sometimes", which is none of "Disabled", "Enabled"`,
      ],
    ],
  },
  'containerregistry-private-endpoints': {
    pass: [
      [connections('Approved'), `${status} is "Approved"; expected an "Approved" connection`],
      [connections('Rejected', 'Approved'), `${status} is "Rejected", "Approved"; expected an "Approved" connection`],
    ],
    fail: [
      [connections('Pending'), `${status} is "Pending"; expected an "Approved" connection`],
      [connections('approved?'), `${status} is "approved?"; expected an "Approved" connection`],
      [connections(null), `${status} is not set; expected an "Approved" connection`],
      [registry(), `${list} is []; expected an "Approved" connection`],
      [registry({ privateEndpointConnections: undefined }), `${list} is not set; expected an "Approved" connection`],
      [registry({ privateEndpointConnections: null }), `${list} is not set; expected an "Approved" connection`],
    ],
    unknown: [[registry({ privateEndpointConnections: {} }), `malformed: ${list} is {}, not a list`]],
  },
};
