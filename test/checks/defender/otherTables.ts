import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { alerts, denied, listed, machines, off, plan, plans, policies, settings, subscription } from './given.ts';

const id = String(subscription['id']);

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/stable/2022-05-01/examples/Settings/GetSettings_example.json
const setting = (name: string, enabled: unknown): Row => ({
  id: `${id}/providers/Microsoft.Security/settings/${name}`,
  name,
  kind: 'DataExportSettings',
  type: 'Microsoft.Security/settings',
  properties: { enabled },
});

const full = plans(plan('VirtualMachines', { subPlan: 'P2' }));
const noServers = plans(plan('VirtualMachines', off));
const endpoint = 'settings[WDATP].properties.enabled';
const cloudApps = 'settings[MCAS].properties.enabled';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/Security/stable/2020-01-01/examples/JitNetworkAccessPolicies/GetJitNetworkAccessPoliciesSubscription_example.json
const machineId = (name: string) => `${id}/resourceGroups/myRg1/providers/Microsoft.Compute/virtualMachines/${name}`;
const policy = (...names: readonly string[]): Row => ({
  name: 'default',
  type: 'Microsoft.Security/locations/jitNetworkAccessPolicies',
  id: `${id}/resourceGroups/myRg1/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`,
  kind: 'Basic',
  location: 'westeurope',
  properties: {
    provisioningState: 'Succeeded',
    requests: [],
    virtualMachines: names.map((name) => ({
      id: machineId(name),
      ports: [{ allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H', number: 22, protocol: '*' }],
    })),
  },
});
const some = (...names: readonly string[]) => machines(...names.map((name) => ({ id: machineId(name), name })));
const cover = 'jitNetworkAccessPolicies[].properties.virtualMachines[].id';
const covered = (of: string) => `${cover} is set for ${of} virtual machines; expected each virtual machine in a policy`;
const noJit = 'it comes with Defender for Servers Plan 2, which is off';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/stable/2022-01-01/examples/Alerts/GetAlertsSubscription_example.json
const alert = (severity: unknown, status: unknown): Row => ({
  id: `${id}/resourceGroups/myRg1/providers/Microsoft.Security/locations/westeurope/alerts/2518770965529163669_F144EE95`,
  name: '2518298467986649999_4d25bfef-2d77-4a08-adc0-3e35715cc92a',
  type: 'Microsoft.Security/Locations/alerts',
  properties: { version: '2022-01-01', alertType: 'VM_EICAR', severity, status, isIncident: true },
});
const raised = (...rows: readonly Row[]) => listed({ ...plans(plan('Dns', off), plan('Arm')), ...alerts(...rows) });
const counted = (count: number) =>
  `alerts[].properties.status is Active or InProgress for ${String(count)} alerts of high severity; expected Resolved or Dismissed for each`;
const noPlan = 'no plan of Defender for Cloud is on, so nothing raises alerts';

export const otherTables: CheckTables = {
  'defender-endpoint-integration': {
    pass: [[listed({ ...full, ...settings(setting('WDATP', true)) }), `${endpoint} is true; expected true`]],
    fail: [
      [listed({ ...full, ...settings(setting('WDATP', false)) }), `${endpoint} is false; expected true`],
      [listed({ ...full, ...settings(setting('WDATP', 'true')) }), `${endpoint} is "true"; expected true`],
      [listed({ ...full, ...settings(setting('WDATP', null)) }), `${endpoint} is not set; expected true`],
      [listed({ ...full, ...settings(setting('WDATP', undefined)) }), `${endpoint} is not set; expected true`],
      [listed({ ...full, ...settings(setting('MCAS', true)) }), `${endpoint} is not set; expected true`],
      [listed({ ...full, ...settings() }), `${endpoint} is not set; expected true`],
    ],
    unknown: [
      [
        listed({ ...full, ...settings({ ...setting('WDATP', true), properties: null }) }),
        'malformed: properties is not set',
      ],
      [listed({ ...full, ...denied('settings') }), 'denied: AuthorizationFailed'],
      [listed({ ...denied('pricings'), ...settings() }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [listed({ ...noServers, ...settings() }), 'Defender for Servers is off, which defender-servers-plan shows'],
      [listed({ ...plans(), ...settings() }), 'Defender for Servers is off, which defender-servers-plan shows'],
    ],
  },
  'defender-cloud-apps-integration': {
    pass: [[listed(settings(setting('WDATP', false), setting('MCAS', true))), `${cloudApps} is true; expected true`]],
    fail: [
      [listed(settings(setting('MCAS', false), setting('WDATP', true))), `${cloudApps} is false; expected true`],
      [listed(settings(setting('MCAS', 'True'))), `${cloudApps} is "True"; expected true`],
      [listed(settings(setting('MCAS', null))), `${cloudApps} is not set; expected true`],
      [listed(settings()), `${cloudApps} is not set; expected true`],
    ],
    unknown: [
      [
        listed(settings({ ...setting('MCAS', true), properties: 'on' })),
        'malformed: properties is "on", not an object',
      ],
      [listed(denied('settings')), 'denied: AuthorizationFailed'],
    ],
  },
  'defender-just-in-time-access': {
    pass: [
      [listed({ ...full, ...policies(policy('vm1'), policy('VM2')), ...some('vm1', 'vm2') }), covered('2 of 2')],
      [
        listed({ ...plans(plan('VirtualMachines')), ...policies(policy('vm1', 'gone')), ...some('vm1') }),
        covered('1 of 1'),
      ],
    ],
    fail: [
      [listed({ ...full, ...policies(policy('vm1')), ...some('vm1', 'vm2', 'vm3') }), covered('1 of 3')],
      [listed({ ...full, ...policies(), ...some('vm1', 'vm2') }), covered('0 of 2')],
      [
        listed({ ...full, ...policies({ ...policy(), properties: { virtualMachines: null } }), ...some('vm1', 'vm2') }),
        covered('0 of 2'),
      ],
      // A policy in another group for a machine of the same name.
      [
        listed({
          ...full,
          ...policies({
            ...policy(),
            properties: { virtualMachines: [{ id: machineId('vm1').replace('Rg1', 'Rg2') }] },
          }),
          ...some('vm1', 'vm2'),
        }),
        covered('0 of 2'),
      ],
    ],
    unknown: [
      [
        listed({ ...full, ...policies({ ...policy(), properties: { virtualMachines: 'all' } }), ...some('vm1') }),
        'malformed: properties.virtualMachines is "all", not a list',
      ],
      [
        listed({ ...full, ...policies({ ...policy(), properties: null }), ...some('vm1') }),
        'malformed: properties is not set',
      ],
      [listed({ ...full, ...denied('jitNetworkAccessPolicies'), ...some('vm1') }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [listed({ ...full, ...policies(), ...some() }), 'the subscription holds no virtual machine'],
      [listed({ ...noServers, ...policies(), ...some('vm1') }), noJit],
      [listed({ ...plans(plan('VirtualMachines', { subPlan: 'P1' })), ...policies(), ...some('vm1') }), noJit],
      [listed({ ...plans(), ...policies(), ...some('vm1') }), noJit],
    ],
  },
  'defender-open-alerts': {
    pass: [
      [raised(), counted(0)],
      [raised(alert('High', 'Resolved'), alert('High', 'Dismissed')), counted(0)],
      [raised(alert('Medium', 'Active'), alert('Low', 'InProgress'), alert('Informational', 'Active')), counted(0)],
    ],
    fail: [
      [raised(alert('High', 'Active'), alert('High', 'InProgress'), alert('High', 'Resolved')), counted(2)],
      [raised(alert('Medium', 'Active'), alert('High', 'Active'), alert('High', 'Active')), counted(2)],
    ],
    unknown: [
      [
        raised(alert('Severe', 'Active')),
        'malformed: properties.severity is "Severe", which is none of High, Medium, Low, Informational',
      ],
      [
        raised(alert('High', null)),
        'malformed: properties.status is not set, which is none of Active, InProgress, Resolved, Dismissed',
      ],
      [
        raised(alert(undefined, 'Active')),
        'malformed: properties.severity is not set, which is none of High, Medium, Low, Informational',
      ],
      [listed({ ...plans(plan('Arm')), ...denied('alerts') }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [listed({ ...plans(plan('Arm', off)), ...alerts(alert('High', 'Active')) }), noPlan],
      [listed({ ...plans(), ...alerts() }), noPlan],
    ],
  },
};
