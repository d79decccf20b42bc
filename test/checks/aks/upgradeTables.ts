import type { CheckTables } from '../checkTable.ts';
import { cluster } from './cluster.ts';
import { choiceRows } from './rows.ts';

const os = 'properties.autoUpgradeProfile.nodeOSUpgradeChannel';
const channel = 'properties.autoUpgradeProfile.upgradeChannel';
const expected = 'expected "NodeImage" or "SecurityPatch"';
const profile = (autoUpgradeProfile: unknown) => cluster({ autoUpgradeProfile });
const choice = choiceRows(
  'autoUpgradeProfile.nodeOSUpgradeChannel',
  { safe: ['NodeImage', 'SecurityPatch'], unsafe: ['None', 'Unmanaged'] },
  cluster,
);

export const upgradeTables: CheckTables = {
  'aks-auto-upgrade': choiceRows(
    'autoUpgradeProfile.upgradeChannel',
    { safe: ['patch', 'stable', 'rapid'], unsafe: ['none', 'node-image'], absentIs: 'none' },
    cluster,
  ),
  'aks-node-os-upgrade': {
    ...choice,
    pass: [
      ...choice.pass,
      [
        profile({ upgradeChannel: 'node-image' }),
        `${channel} is "node-image"; expected "node-image", or a channel for the system of nodes`,
      ],
    ],
    fail: [
      ...choice.fail,
      [profile({ upgradeChannel: 'stable', nodeOSUpgradeChannel: 'None' }), `${os} is "None"; ${expected}`],
      [profile({ upgradeChannel: 'stable' }), `${os} is not set; ${expected}`],
    ],
  },
};
