import { unknownBecause } from '../define.ts';
import { notApplicable, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Read, Verdict } from '../../model/verdict.ts';

const groupOf = (id: string): string => id.toLowerCase().split('/')[4] ?? '';

/** AKS sets up the scale sets of its node pools by itself: https://learn.microsoft.com/azure/aks/core-aks-concepts#node-resource-group */
function ownerOf(set: Row, clusters: readonly Row[]): string | undefined {
  const group = groupOf(textAt(set, 'id') ?? '');
  const owner = clusters.find((one) => textAt(one, 'properties.nodeResourceGroup')?.toLowerCase() === group);
  return owner && String(owner['name']);
}

/** The verdict on a scale set, unless an AKS cluster owns it; where clusters cannot be seen, a fail tells nothing. */
export function judgeOwnSet(set: Row, clusters: Read<readonly Row[]>, judge: () => Verdict): Verdict {
  if (clusters.state === 'read') {
    const owner = ownerOf(set, clusters.value);
    return owner === undefined ? judge() : notApplicable(`it is a node pool of the AKS cluster ${owner}`);
  }
  const verdict = judge();
  return verdict.verdict === 'fail' ? unknownBecause(clusters) : verdict;
}
