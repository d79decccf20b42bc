import type { CheckTables } from '../checkTable.ts';
import { cluster } from './cluster.ts';
import { switchRows } from './rows.ts';

const addOns = (addonProfiles: unknown, more = {}) => cluster({ addonProfiles, ...more });
const metrics = 'properties.azureMonitorProfile.metrics.enabled';
const policy = switchRows('addonProfiles.azurepolicy.enabled', cluster);
const monitor = switchRows('azureMonitorProfile.metrics.enabled', cluster);

export const addOnTables: CheckTables = {
  'aks-azure-policy': {
    pass: [
      ...policy.pass,
      // As the portal spells it.
      [
        addOns({ azurePolicy: { enabled: true } }),
        'properties.addonProfiles.azurePolicy.enabled is true; expected true',
      ],
    ],
    fail: [
      ...policy.fail,
      [
        addOns({ azurePolicy: { enabled: false } }),
        'properties.addonProfiles.azurePolicy.enabled is false; expected true',
      ],
      [
        addOns({ azurepolicyextra: { enabled: true } }),
        'properties.addonProfiles.azurepolicy.enabled is not set (default false); expected true',
      ],
    ],
    unknown: [[addOns([]), 'malformed: properties.addonProfiles is [], not an object']],
  },
  'aks-defender': switchRows('securityProfile.defender.securityMonitoring.enabled', cluster),
  'aks-monitoring': {
    pass: [
      ...monitor.pass,
      [addOns({ omsAgent: { enabled: true } }), 'properties.addonProfiles.omsAgent.enabled is true; expected true'],
    ],
    fail: [
      ...monitor.fail,
      [
        addOns({ omsagent: { enabled: false } }, { azureMonitorProfile: { metrics: { enabled: false } } }),
        `${metrics} is false; expected true`,
      ],
    ],
    unknown: [[addOns('omsagent'), 'malformed: properties.addonProfiles is "omsagent", not an object']],
  },
};
