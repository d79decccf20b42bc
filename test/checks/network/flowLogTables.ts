import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, refused, type Given } from '../given.ts';
import { alone, cardId, groupId, network, networkId, subnet, subnetId, watcherId } from './network.ts';

function flowLog(more: Row = {}): Row {
  const properties = {
    targetResourceId: networkId,
    storageId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/logs',
    enabled: true,
    retentionPolicy: { days: 0, enabled: false },
  };
  return { id: `${watcherId}/flowLogs/one`, name: 'one', properties: changed(properties, more) };
}

const one = (more: Row = {}): Given => alone(flowLog(more));
const logged = (subject: Row, ...logs: readonly Row[]): Given => ({
  subject,
  reads: { 'microsoft.network/networkwatchers/flowlogs in the subscription': found(...logs) },
});
const of = (targetResourceId: string, more: Row = {}) => flowLog({ targetResourceId, ...more });

const targets = 'properties.targetResourceId of flow logs';
const whole = 'expected the virtual network or each of its subnets';
const front = subnet('front', { networkSecurityGroup: { id: groupId('nsg-front') } });
const back = subnet('back');
const cards = (...ids: readonly string[]) =>
  subnet('back', { ipConfigurations: ids.map((id) => ({ id: `${id}/ipConfigurations/main` })) });
const missing = (names: string) => `${targets} is neither the virtual network nor ${names}; ${whole}`;
const days = 'properties.retentionPolicy.days';
const kept = (retentionPolicy: unknown) => one({ retentionPolicy });
const analytics = 'properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled';
const analysed = (enabled: unknown) =>
  one({ flowAnalyticsConfiguration: { networkWatcherFlowAnalyticsConfiguration: { enabled } } });
const target = 'properties.targetResourceId';
const staying = 'expected a virtual network, subnet or interface';

export const flowLogTables: CheckTables = {
  'network-flow-log': {
    pass: [
      [logged(network([back]), flowLog()), `${targets} is the virtual network; ${whole}`],
      // Azure changes the case of ids.
      [logged(network([back]), of(networkId.toUpperCase())), `${targets} is the virtual network; ${whole}`],
      [
        logged(network([front, back, subnet('GatewaySubnet')]), of(groupId('nsg-front')), of(subnetId('back'))),
        `${targets} is each subnet; ${whole}`,
      ],
      [
        logged(network([cards(cardId('a'), cardId('b'))]), of(cardId('a')), of(cardId('b'))),
        `${targets} is each subnet; ${whole}`,
      ],
    ],
    fail: [
      [logged(network([front, back])), missing('front, back')],
      [logged(network([front, back]), of(subnetId('front'))), missing('back')],
      [logged(network([back]), flowLog({ enabled: false })), missing('back')],
      [logged(network([back]), flowLog({ enabled: null })), missing('back')],
      [logged(network([back]), flowLog({ enabled: undefined })), missing('back')],
      [logged(network([back]), flowLog({ storageId: undefined })), missing('back')],
      [logged(network([back]), flowLog({ storageId: '' })), missing('back')],
      [logged(network([back]), of(`${networkId}2`)), missing('back')],
      [logged(network([cards(cardId('a'), cardId('b'))]), of(cardId('a'))), missing('back')],
      // What else is in the subnet has no flow log of its own.
      [logged(network([cards(cardId('a'), '/vmss/one')]), of(cardId('a'))), missing('back')],
      [
        logged(network(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => subnet(name)))),
        missing('a, b, c, d, e and 1 more'),
      ],
    ],
    unknown: [
      [
        {
          subject: network([back]),
          reads: {
            'microsoft.network/networkwatchers/flowlogs in the subscription': refused(
              'partialView',
              'may not',
              'Microsoft.Network/networkWatchers/flowLogs/read',
            ),
          },
        },
        'partialView: may not',
      ],
      [logged(network([back]), flowLog({ enabled: 'true' })), 'malformed: properties.enabled is "true", not a boolean'],
      [
        logged(network([back]), flowLog({ targetResourceId: undefined })),
        'malformed: properties.targetResourceId is not set',
      ],
    ],
    notApplicable: [
      [logged(network([])), 'it has no subnet of machines'],
      [logged(network(null)), 'it has no subnet of machines'],
      [logged(network([subnet('GatewaySubnet')])), 'it has no subnet of machines'],
    ],
  },
  'network-flow-log-enabled': {
    pass: [[one(), 'properties.enabled is true; expected true']],
    fail: [
      [one({ enabled: false }), 'properties.enabled is false; expected true'],
      [one({ enabled: undefined }), 'properties.enabled is not set; expected true'],
      [one({ enabled: null }), 'properties.enabled is not set; expected true'],
      [one({ enabled: 'true' }), 'properties.enabled is "true"; expected true'],
    ],
  },
  'network-flow-log-retention': {
    pass: [
      [one(), 'properties.retentionPolicy.enabled is false; expected false, or 90 days'],
      [
        one({ retentionPolicy: undefined }),
        'properties.retentionPolicy.enabled is not set; expected false, or 90 days',
      ],
      [kept(null), 'properties.retentionPolicy.enabled is not set; expected false, or 90 days'],
      // The days of a policy that is off count for nothing.
      [kept({ days: 7, enabled: false }), 'properties.retentionPolicy.enabled is false; expected false, or 90 days'],
      [kept({ days: 0, enabled: true }), `${days} is 0; expected 0 (for ever) or at least 90`],
      [kept({ enabled: true }), `${days} is 0; expected 0 (for ever) or at least 90`],
      [kept({ days: 90, enabled: true }), `${days} is 90; expected 0 (for ever) or at least 90`],
    ],
    fail: [
      [kept({ days: 89, enabled: true }), `${days} is 89; expected 0 (for ever) or at least 90`],
      [kept({ days: 1, enabled: true }), `${days} is 1; expected 0 (for ever) or at least 90`],
    ],
    unknown: [
      [kept({ days: '90', enabled: true }), `malformed: ${days} is "90", not a number`],
      [kept({ days: 7, enabled: 'true' }), 'malformed: properties.retentionPolicy.enabled is "true", not a boolean'],
    ],
    notApplicable: [[one({ enabled: false, retentionPolicy: { days: 1, enabled: true } }), 'the flow log is off']],
  },
  'network-flow-log-analytics': {
    pass: [[analysed(true), `${analytics} is true; expected true`]],
    fail: [
      [analysed(false), `${analytics} is false; expected true`],
      [analysed(null), `${analytics} is not set; expected true`],
      [one(), `${analytics} is not set; expected true`],
      [analysed('true'), `${analytics} is "true"; expected true`],
    ],
    unknown: [
      [
        one({ flowAnalyticsConfiguration: [] }),
        'malformed: properties.flowAnalyticsConfiguration is [], not an object',
      ],
    ],
    notApplicable: [[one({ enabled: false }), 'the flow log is off']],
  },
  'network-flow-log-retirement': {
    pass: [
      [one(), `${target} is "${networkId}"; ${staying}`],
      [one({ targetResourceId: subnetId('back') }), `${target} is "${subnetId('back')}"; ${staying}`],
      [one({ targetResourceId: cardId('a') }), `${target} is "${cardId('a')}"; ${staying}`],
    ],
    fail: [
      [one({ targetResourceId: groupId('nsg') }), `${target} is "${groupId('nsg')}"; ${staying}`],
      [
        one({ targetResourceId: groupId('nsg').toLowerCase() }),
        `${target} is "${groupId('nsg').toLowerCase()}"; ${staying}`,
      ],
    ],
    unknown: [
      [one({ targetResourceId: undefined }), `malformed: ${target} is not set`],
      [one({ targetResourceId: null }), `malformed: ${target} is not set`],
      [one({ targetResourceId: '/x' }), `malformed: ${target} is "/x", not a network resource`],
    ],
  },
};
