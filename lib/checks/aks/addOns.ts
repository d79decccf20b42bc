import { define, MalformedError } from '../define.ts';
import { isTrue, observedText, valueAt } from '../property.ts';
import { isRow, type Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { managedCluster } from './needs.ts';

// Azure keeps the name of an add-on in the case in which it was turned on: azurepolicy, azurePolicy, omsagent, omsAgent.
function judgeAddOn(cluster: Row, name: string): Verdict {
  const path = 'properties.addonProfiles';
  const profiles = valueAt(cluster, path) ?? {};
  if (!isRow(profiles)) throw new MalformedError(`${path} is ${observedText(profiles)}, not an object`);
  const key = Object.keys(profiles).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
  return isTrue(cluster, `${path}.${key}.enabled`, { absentIs: false });
}

export const azurePolicy = define({
  id: 'aks-azure-policy',
  title: 'Azure Policy reviews what is deployed',
  severity: 'medium',
  why: 'It refuses or reports privileged pods, images from strange registries and other dangerous settings in the cluster.',
  fix: {
    text: 'Turn on the Azure Policy add-on and assign the baseline for pods.',
    cli: 'az aks enable-addons --subscription {subscription} --resource-group {resourceGroup} --name {name} --addons azure-policy',
  },
  reference: 'https://learn.microsoft.com/azure/governance/policy/concepts/policy-for-kubernetes',
  absent: 'Fails: an add-on that is not listed is off.',
  policies: ['0a15ec92-a229-4763-bb14-0ea34a568f8d'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) => judgeAddOn(cluster, 'azurepolicy'),
});

export const defenderSensor = define({
  id: 'aks-defender',
  title: 'Defender for Containers watches the cluster',
  severity: 'high',
  why: 'Its sensor on the nodes reports crypto miners, shells and escapes from containers as they happen.',
  fix: {
    text: 'Turn on Defender for Containers with the sensor. It is billed for each core.',
    cli: 'az aks update --ids {id} --enable-defender',
    set: { path: 'properties.securityProfile.defender.securityMonitoring.enabled', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction',
  absent: 'Fails: the sensor is off until it is turned on.',
  policies: ['a1840de2-8088-4ea8-b153-b4c723e9cb01'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) =>
    isTrue(cluster, 'properties.securityProfile.defender.securityMonitoring.enabled', { absentIs: false }),
});

export const monitoring = define({
  id: 'aks-monitoring',
  title: 'Azure Monitor collects metrics or logs of the cluster',
  severity: 'low',
  why: 'Without them nobody sees what happened on nodes and in containers that are gone.',
  fix: {
    text: 'Turn on managed Prometheus or Container insights.',
    cli: 'az aks update --ids {id} --enable-azure-monitor-metrics',
    set: { path: 'properties.azureMonitorProfile.metrics.enabled', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/aks/monitor-aks',
  absent: 'Fails: both are off until they are turned on.',
  on: managedCluster,
  needs: {},
  evaluate(cluster) {
    const metrics = isTrue(cluster, 'properties.azureMonitorProfile.metrics.enabled', { absentIs: false });
    if (metrics.verdict === 'pass') return metrics;
    const logs = judgeAddOn(cluster, 'omsagent');
    return logs.verdict === 'pass' ? logs : metrics;
  },
});
