import { define, MalformedError } from '../define.ts';
import { fail, isOneOf, isTrue, observedText, pass, rowsAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { withTrail } from './extension.ts';
import { clusters, machinesOfFlexibleSet, scaleSet } from './needs.ts';
import { judgeOwnSet } from './nodePools.ts';
import { hasProfile, isFlexible, systemOfSet } from './settings.ts';

/** Machines of flexible sets alone can be patched in place by Azure: https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching */
function isPatchedInPlace(set: Row): boolean {
  if (!isFlexible(set)) return false;
  const system = systemOfSet(set) === 'Linux' ? 'linuxConfiguration' : 'windowsConfiguration';
  const path = `properties.virtualMachineProfile.osProfile.${system}.patchSettings.patchMode`;
  const unsafe = ['ImageDefault', 'AutomaticByOS', 'Manual'];
  return isOneOf(set, path, { safe: ['AutomaticByPlatform'], unsafe }).verdict === 'pass';
}

export const automaticUpgrades = define({
  id: 'compute-scale-set-automatic-upgrades',
  title: 'New images of the operating system are rolled out by themselves',
  severity: 'medium',
  why: 'New images carry the security updates; a set that nobody upgrades falls behind, and grows by machines that are behind too.',
  fix: {
    text: 'Give the set a health probe or the application health extension, then turn on automatic image upgrades.',
    cli: 'az vmss update --ids {id} --set upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade=true',
    set: { path: 'properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade', value: true },
  },
  reference:
    'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-automatic-upgrade',
  absent:
    'Fails: automatic image upgrades are off by default. Passes where Azure patches the machines of a flexible set.',
  policies: ['465f0161-0087-490a-9ad9-ad6217f4f43a'],
  on: scaleSet,
  applies: hasProfile,
  needs: { clusters },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () => {
      const path = 'properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade';
      const verdict = isTrue(set, path, { absentIs: false });
      if (verdict.verdict === 'pass' || !isPatchedInPlace(set)) return verdict;
      return pass('osProfile…patchSettings.patchMode', '"AutomaticByPlatform"', 'automatic image upgrades or patches');
    }),
});

function judgeCapacity(set: Row): Verdict {
  const path = 'sku.capacity';
  const capacity = valueAt(set, path);
  if (typeof capacity !== 'number') throw new MalformedError(`${path} is ${observedText(capacity)}, not a number`);
  return (capacity > 0 ? pass : fail)(path, String(capacity), 'more than 0');
}

function judgeMachines(machines: readonly Row[]): Verdict {
  const judge = machines.length > 0 ? pass : fail;
  return judge('virtualMachines', String(machines.length), 'more than 0');
}

export const capacity = define({
  id: 'compute-scale-set-capacity',
  title: 'The scale set has machines',
  severity: 'low',
  why: 'An empty set is easily forgotten, and what one day fills it starts from an old image with settings that nobody looked after.',
  fix: { text: 'Delete the set if nothing will fill it again; accept the finding where it scales to zero on purpose.' },
  reference: 'https://learn.microsoft.com/rest/api/compute/virtual-machine-scale-sets/get',
  absent: 'Unknown: every uniform set has a capacity. Machines of a flexible set are counted one by one.',
  on: scaleSet,
  needs: { clusters, machines: machinesOfFlexibleSet },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () =>
      data.machines === undefined ? judgeCapacity(set) : withTrail(judgeMachines(data.machines), data.machines),
    ),
});

const networkCards = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';

/** Backend pools of load balancers and of application gateways. */
function backendPools(set: Row): readonly Row[] {
  return (rowsAt(set, networkCards) ?? [])
    .flatMap((card) => rowsAt(card, 'properties.ipConfigurations') ?? [])
    .flatMap((address) => [
      ...(rowsAt(address, 'properties.loadBalancerBackendAddressPools') ?? []),
      ...(rowsAt(address, 'properties.applicationGatewayBackendAddressPools') ?? []),
    ]);
}

export const loadBalancer = define({
  id: 'compute-scale-set-load-balancer',
  title: 'A load balancer stands before the scale set',
  severity: 'low',
  why: 'It keeps requests from machines that fail, and lets clients in by one address instead of one for each machine.',
  fix: {
    text: 'Put the machines into the backend pool of a load balancer or an application gateway; accept the finding where they only take work from a queue.',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-networking',
  absent: 'Fails: no network card of the profile is in a backend pool.',
  on: scaleSet,
  applies: hasProfile,
  needs: { clusters },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () => {
      const pools = backendPools(set);
      const judge = pools.length > 0 ? pass : fail;
      const verdict = judge(networkCards, `in ${String(pools.length)} backend pools`, 'in a backend pool');
      return withTrail(verdict, pools);
    }),
});
