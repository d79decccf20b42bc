import { define } from '../define.ts';
import { fail, isOneOf, judgePart, observedText, pass, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { managedCluster } from './needs.ts';

export const networkPolicy = define({
  id: 'aks-network-policy',
  title: 'Network policies are enforced between pods',
  severity: 'medium',
  why: 'Without an engine each pod reaches every other, and policies that someone wrote have no effect.',
  fix: {
    text: 'Install a network policy engine and write policies. Cilium is the one that Microsoft recommends.',
    cli: 'az aks update --ids {id} --network-policy cilium --network-dataplane cilium',
    set: { path: 'properties.networkProfile.networkPolicy', value: 'cilium' },
  },
  reference: 'https://learn.microsoft.com/azure/aks/use-network-policies',
  absent: 'Fails: without an engine pods reach each other without limits.',
  on: managedCluster,
  needs: {},
  evaluate: (cluster) =>
    isOneOf(cluster, 'properties.networkProfile.networkPolicy', {
      safe: ['azure', 'calico', 'cilium'],
      unsafe: ['none'],
      absentIs: 'none',
    }),
});

function judgePool(pool: Row, name: string): Verdict {
  const value = valueAt(pool, 'enableNodePublicIP');
  const judge = (value ?? false) === false ? pass : fail;
  const observed = value === undefined ? 'not set (default false)' : observedText(value);
  return judge(`properties.agentPoolProfiles[${name}].enableNodePublicIP`, observed, 'false');
}

export const nodePublicIps = define({
  id: 'aks-node-public-ip',
  title: 'Nodes have no public addresses',
  severity: 'high',
  why: 'A node with an address of its own is reached past the load balancer and every rule on it.',
  fix: { text: 'Move the workloads to a new pool without node public IPs, then delete the old one.' },
  reference: 'https://learn.microsoft.com/azure/aks/use-node-public-ips',
  absent: 'Passes: nodes have no public addresses unless a pool asks for them.',
  on: managedCluster,
  needs: {},
  evaluate(cluster) {
    const pools = rowsAt(cluster, 'properties.agentPoolProfiles') ?? [];
    return pools.map((pool, index) => {
      const name = typeof pool['name'] === 'string' ? pool['name'] : String(index);
      return judgePart(name, () => judgePool(pool, textAt(pool, 'name') ?? name));
    });
  },
});
