import { define } from '../define.ts';
import { isOneOf, observedText, pass, textAt } from '../property.ts';
import { managedCluster } from './needs.ts';

const clusterChannel = 'properties.autoUpgradeProfile.upgradeChannel';

export const autoUpgrade = define({
  id: 'aks-auto-upgrade',
  title: 'Kubernetes is upgraded automatically',
  severity: 'medium',
  why: 'A version gets fixes for about a year; a cluster that nobody upgrades is left with known flaws.',
  fix: {
    text: 'Choose an upgrade channel, with a planned maintenance window.',
    cli: 'az aks update --ids {id} --auto-upgrade-channel stable',
    set: { path: clusterChannel, value: 'stable' },
  },
  reference: 'https://learn.microsoft.com/azure/aks/auto-upgrade-cluster',
  absent: 'Fails: the default is none. The channel node-image fails too: it leaves Kubernetes as it is.',
  policies: ['5c345cdf-2049-47e0-b8fe-b0e96bc2df35'],
  on: managedCluster,
  needs: {},
  evaluate: (cluster) =>
    isOneOf(cluster, clusterChannel, {
      safe: ['patch', 'stable', 'rapid'],
      unsafe: ['none', 'node-image'],
      absentIs: 'none',
    }),
});

export const nodeOsUpgrade = define({
  id: 'aks-node-os-upgrade',
  title: 'Nodes get security updates of their system automatically',
  severity: 'high',
  why: 'Pods share the kernel of their node, so a known flaw in it opens every workload there.',
  fix: {
    text: 'Choose the channel NodeImage or SecurityPatch, with a planned maintenance window.',
    cli: 'az aks update --ids {id} --node-os-upgrade-channel NodeImage',
    set: { path: 'properties.autoUpgradeProfile.nodeOSUpgradeChannel', value: 'NodeImage' },
  },
  reference: 'https://learn.microsoft.com/azure/aks/auto-upgrade-node-os-image',
  absent:
    'Fails: clusters start with NodeImage since API version 2023-06-01, and what has none is older. Passes with the cluster channel node-image. Unmanaged fails: it patches without restarting, and Windows not at all.',
  policies: ['04408ca5-aa10-42ce-8536-98955cdddd4c'],
  on: managedCluster,
  needs: {},
  evaluate(cluster) {
    const verdict = isOneOf(cluster, 'properties.autoUpgradeProfile.nodeOSUpgradeChannel', {
      safe: ['NodeImage', 'SecurityPatch'],
      unsafe: ['None', 'Unmanaged'],
    });
    if (verdict.verdict === 'pass' || textAt(cluster, clusterChannel) !== 'node-image') return verdict;
    return pass(clusterChannel, observedText('node-image'), '"node-image", or a channel for the system of nodes');
  },
});
