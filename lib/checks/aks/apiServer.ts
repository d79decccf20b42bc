import { define, MalformedError } from '../define.ts';
import { fail, isTrue, observedText, pass, valueAt } from '../property.ts';
import { blockOf, coversInternet } from '../sql/addressRanges.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { managedCluster } from './needs.ts';

const judgePrivate = (cluster: Row): Verdict =>
  isTrue(cluster, 'properties.apiServerAccessProfile.enablePrivateCluster', { absentIs: false });

export const privateCluster = define({
  id: 'aks-private-cluster',
  title: 'The API server has no public address',
  severity: 'medium',
  why: 'A private API server leaves stolen credentials and its own flaws out of reach from the internet.',
  fix: {
    text: 'Make the cluster private. A cluster without API Server VNet Integration has to be made anew for that.',
    set: { path: 'properties.apiServerAccessProfile.enablePrivateCluster', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/aks/private-clusters',
  absent: 'Fails: a cluster has a public API server unless it was made private.',
  policies: ['040732e8-d947-40b8-95d6-854c95024bf8'],
  on: managedCluster,
  needs: {},
  evaluate: judgePrivate,
});

function judgeRanges(cluster: Row): Verdict {
  const path = 'properties.apiServerAccessProfile.authorizedIPRanges';
  const expected = 'ranges that do not add up to the internet';
  const ranges = valueAt(cluster, path) ?? [];
  if (!Array.isArray(ranges)) throw new MalformedError(`${path} is ${observedText(ranges)}, not a list`);
  if (ranges.length === 0) return fail(path, observedText(valueAt(cluster, path)), expected);
  const blocks = ranges.map((range: unknown) => {
    if (typeof range === 'string') return blockOf(range, `${path}[]`);
    throw new MalformedError(`${path}[] is ${observedText(range)}, not text`);
  });
  const judge = coversInternet(blocks) ? fail : pass;
  return judge(path, observedText(ranges), expected);
}

export const apiServerAccess = define({
  id: 'aks-api-server-access',
  title: 'The internet cannot reach the API server',
  severity: 'high',
  why: 'Whoever reaches the API server can try stolen credentials and flaws in Kubernetes on the whole cluster.',
  fix: {
    text: 'Name the ranges that may reach the API server, or make the cluster private.',
    cli: 'az aks update --ids {id} --api-server-authorized-ip-ranges RANGES',
    set: { path: 'properties.apiServerAccessProfile.enablePrivateCluster', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges',
  absent: 'Fails: without ranges every address reaches a public API server. Passes all the same where it is private.',
  policies: ['0e246bcf-5f6f-4f87-bc6f-775d4712c7ea'],
  on: managedCluster,
  needs: {},
  // 0.0.0.0/32 stands for the cluster's own outbound address, and admits nobody else.
  evaluate(cluster) {
    const verdict = judgePrivate(cluster);
    return verdict.verdict === 'pass' ? verdict : judgeRanges(cluster);
  },
});
