import type { CheckTables } from '../checkTable.ts';
import { cluster } from './cluster.ts';
import { switchRows } from './rows.ts';

const path = 'properties.apiServerAccessProfile.authorizedIPRanges';
const expected = 'expected ranges that do not add up to the internet';
const profile = (apiServerAccessProfile: unknown) => cluster({ apiServerAccessProfile });
const ranges = (...authorizedIPRanges: readonly unknown[]) =>
  profile({ enablePrivateCluster: false, authorizedIPRanges });

export const apiServerTables: CheckTables = {
  'aks-private-cluster': switchRows('apiServerAccessProfile.enablePrivateCluster', cluster),
  'aks-api-server-access': {
    pass: [
      [
        profile({ enablePrivateCluster: true }),
        'properties.apiServerAccessProfile.enablePrivateCluster is true; expected true',
      ],
      [ranges('203.0.113.0/24', '198.51.100.7'), `${path} is ["203.0.113.0/24","198.51.100.7"]; ${expected}`],
      // Stands for the cluster's own outbound address.
      [ranges('0.0.0.0/32'), `${path} is ["0.0.0.0/32"]; ${expected}`],
      [profile({ authorizedIPRanges: ['203.0.113.0/24'] }), `${path} is ["203.0.113.0/24"]; ${expected}`],
    ],
    fail: [
      [cluster(), `${path} is not set; ${expected}`],
      [profile(null), `${path} is not set; ${expected}`],
      [profile({ enablePrivateCluster: false, authorizedIPRanges: null }), `${path} is not set; ${expected}`],
      [ranges(), `${path} is []; ${expected}`],
      [ranges('0.0.0.0/0'), `${path} is ["0.0.0.0/0"]; ${expected}`],
      [ranges('0.0.0.0/1', '128.0.0.0/1'), `${path} is ["0.0.0.0/1","128.0.0.0/1"]; ${expected}`],
      [ranges('203.0.113.0/24', '::/0'), `${path} is ["203.0.113.0/24","::/0"]; ${expected}`],
    ],
    unknown: [
      [ranges('AzureCloud'), `malformed: ${path}[] is "AzureCloud", not an address or a block`],
      [ranges(7), `malformed: ${path}[] is 7, not text`],
      [profile({ authorizedIPRanges: '0.0.0.0/32' }), `malformed: ${path} is "0.0.0.0/32", not a list`],
      [profile([]), 'malformed: properties.apiServerAccessProfile is [], not an object'],
    ],
  },
};
