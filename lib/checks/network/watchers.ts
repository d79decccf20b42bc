import { define } from '../define.ts';
import { fail, pass } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Row } from '../../model/row.ts';
import type { Judged } from '../../model/verdict.ts';
import { networksNearby, watchersNearby } from './needs.ts';
import { along } from './parts.ts';
import { idOf, requiredText } from './reach/rows.ts';

/** `West Europe` and `westeurope` are one region. */
function regionOf(row: Row): string {
  return requiredText(row, 'location').toLowerCase().replaceAll(' ', '');
}

function judgeRegion(region: string, watchers: readonly Row[]): Judged {
  const watcher = watchers.find((row) => regionOf(row) === region);
  const expected = `a Network Watcher in ${region}`;
  const verdict =
    watcher === undefined
      ? fail('Microsoft.Network/networkWatchers', 'none there', expected)
      : along(pass('Microsoft.Network/networkWatchers', requiredText(watcher, 'name'), expected), idOf(watcher));
  return { ...verdict, subKey: region };
}

export const watcherRegions = define({
  id: 'network-watcher-regions',
  title: 'Each region with virtual networks has a Network Watcher',
  severity: 'low',
  why: 'Without one the region has no flow logs, no packet capture and no way to see which rule let traffic through.',
  fix: {
    text: 'Enable Network Watcher in the region. Azure does so by itself when a virtual network is created, unless the subscription opted out or someone deleted it.',
  },
  reference: 'https://learn.microsoft.com/azure/network-watcher/network-watcher-create',
  absent: 'Fails for a region without a watcher. Not applicable to a subscription without virtual networks.',
  policies: ['b6e2945c-0b7b-40f5-9233-7a5323b5cdc6'],
  on: subscriptionType,
  needs: { networks: networksNearby, watchers: watchersNearby },
  evaluate(_subscription, { networks, watchers }) {
    const regions = [...new Set(networks.map(regionOf))].sort();
    return regions.map((region) => judgeRegion(region, watchers));
  },
});
