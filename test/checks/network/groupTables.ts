import type { Row } from '../../../lib/model/row.ts';
import { sourceName } from '../../../lib/model/check.ts';
import { networksNearby, watchersNearby } from '../../../lib/checks/network/needs.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { alone, network, subnetId, watcherId } from './network.ts';

const rules = 'properties.securityRules';
const group = (properties: Row) => alone({ id: '/nsg', name: 'nsg', properties });
const inSubnet = { subnets: [{ id: subnetId('front') }] };
const onCard = { networkInterfaces: [{ id: '/nic' }] };

const watcher = (location: unknown): Row => ({ id: watcherId, name: 'watcher', location, properties: {} });
const networkIn = (location: string) => network([], {}, { location });
const subscription: Row = { id: '/subscriptions/s', name: 'Contoso', properties: {} };
const inRegions = (networks: readonly Row[], watchers: readonly Row[]): Given => ({
  subject: subscription,
  reads: {
    [sourceName(networksNearby.source)]: found(...networks),
    [sourceName(watchersNearby.source)]: found(...watchers),
  },
});
const there = 'Microsoft.Network/networkWatchers is';

export const groupTables: CheckTables = {
  'network-security-group-rules': {
    pass: [[group({ securityRules: [{ name: 'one' }], ...inSubnet }), `${rules} is 1 rules; expected rules`]],
    fail: [
      [group({ securityRules: [], ...inSubnet }), `${rules} is []; expected rules`],
      [group({ securityRules: [], subnets: [], ...onCard }), `${rules} is []; expected rules`],
      [group({ ...inSubnet }), `${rules} is not set; expected rules`],
      [group({ securityRules: null, ...onCard }), `${rules} is not set; expected rules`],
    ],
    unknown: [[group({ securityRules: {} }), `malformed: ${rules} is {}, not a list`]],
    notApplicable: [
      [group({ securityRules: [] }), 'neither a subnet nor an interface has it'],
      [group({ securityRules: [], subnets: [], networkInterfaces: null }), 'neither a subnet nor an interface has it'],
    ],
  },
  'network-watcher-regions': {
    pass: [],
    fail: [],
    unknown: [
      [
        {
          subject: subscription,
          reads: {
            [sourceName(networksNearby.source)]: found(networkIn('westeurope')),
            [sourceName(watchersNearby.source)]: refused(
              'partialView',
              'may not',
              'Microsoft.Network/networkWatchers/read',
            ),
          },
        },
        'partialView: may not',
      ],
      [inRegions([network([], {}, { location: null })], []), 'malformed: location is not set'],
    ],
    notApplicable: [[inRegions([], [watcher('westeurope')]), 'it holds nothing that this judges']],
    parts: [
      [
        // One region is spelled in two ways, and a watcher elsewhere is none here.
        inRegions(
          [networkIn('West Europe'), networkIn('westeurope'), networkIn('swedencentral')],
          [watcher('westeurope'), watcher('swedensouth')],
        ),
        {
          swedencentral: `fail: ${there} none there; expected a Network Watcher in swedencentral`,
          westeurope: `pass: ${there} watcher; expected a Network Watcher in westeurope`,
        },
      ],
      [
        inRegions([networkIn('westeurope')], []),
        { westeurope: `fail: ${there} none there; expected a Network Watcher in westeurope` },
      ],
    ],
  },
};
