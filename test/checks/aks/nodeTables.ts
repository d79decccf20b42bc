import type { CheckTables } from '../checkTable.ts';
import { cluster } from './cluster.ts';
import { choiceRows, nest } from './rows.ts';

const pools = (...agentPoolProfiles: readonly unknown[]) => cluster({ agentPoolProfiles });
const of = (name: string) => `properties.agentPoolProfiles[${name}].enableNodePublicIP`;

export const nodeTables: CheckTables = {
  'aks-network-policy': choiceRows(
    'networkProfile.networkPolicy',
    { safe: ['azure', 'calico', 'cilium'], unsafe: ['none'], absentIs: 'none' },
    (properties) => cluster({ ...nest(['networkProfile', 'networkPlugin'], 'azure'), ...properties }),
  ),
  'aks-node-public-ip': {
    pass: [],
    fail: [],
    unknown: [[pools(null), 'malformed: properties.agentPoolProfiles[0] is not set, not an object']],
    notApplicable: [
      [pools(), 'it holds nothing that this judges'],
      [cluster({ agentPoolProfiles: null }), 'it holds nothing that this judges'],
    ],
    parts: [
      [
        pools({ name: 'system', enableNodePublicIP: false }, { name: 'games', enableNodePublicIP: true }),
        {
          system: `pass: ${of('system')} is false; expected false`,
          games: `fail: ${of('games')} is true; expected false`,
        },
      ],
      [cluster(), { nodepool1: `pass: ${of('nodepool1')} is not set (default false); expected false` }],
      [
        pools({ name: 'system', enableNodePublicIP: null }),
        { system: `pass: ${of('system')} is not set (default false); expected false` },
      ],
      // Only the boolean counts.
      [
        pools({ name: 'system', enableNodePublicIP: 'false' }),
        { system: `fail: ${of('system')} is "false"; expected false` },
      ],
      // One pool without a usable name leaves the other its verdict.
      [
        pools({ name: 7, enableNodePublicIP: true }, { name: 'games', enableNodePublicIP: false }),
        { 0: 'unknown: malformed: name is 7, not text', games: `pass: ${of('games')} is false; expected false` },
      ],
    ],
  },
};
