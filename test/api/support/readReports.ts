import { getReport } from '../../../lib/api/reportEndpoint.ts';
import { listFindings } from '../../../lib/api/listEndpoints.ts';
import { define } from '../../../lib/checks/define.ts';
import { isTrue } from '../../../lib/checks/property.ts';
import type { Row } from '../../../lib/model/row.ts';
import { accountType, testCatalogue } from '../../scan/support/testChecks.ts';
import type { World } from '../../scan/support/world.ts';
import { callApi, everyPage, type Reply } from './callApi.ts';

/** Fails for every account, with a command that mends it. */
export const publicCheck = define({
  id: 'storage-public',
  title: 'No blob is public',
  severity: 'high',
  why: 'Anyone reads it.',
  fix: { text: 'Forbid it.', cli: 'az storage account update --ids {id} --allow-blob-public-access false' },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent',
  absent: '',
  on: accountType,
  needs: {},
  evaluate: (account) => isTrue(account, 'properties.neverThere'),
});
export const catalogue = [...testCatalogue, publicCheck];

export const reportOf = ({ context }: World, scanId: string, query: string): Promise<Reply> =>
  callApi(context, getReport, { path: `/scans/${scanId}/report${query}`, params: { scanId } });
/** Every finding as the list shows them. */
export const listed = async ({ context }: World, scanId: string, query = ''): Promise<readonly Row[]> =>
  everyPage(context, listFindings, { path: `/scans/${scanId}/findings${query}`, params: { scanId } }, 1000);
export const inJson = (text: string): unknown => JSON.parse(text);

/** The address that the header Link names as the next one. */
export function nextOf({ headers }: Reply): string | undefined {
  const link = headers['Link'];
  if (link === undefined) return undefined;
  const text = typeof link === 'string' ? link : '';
  const [, address] = /^<([^<>]+)>; rel="next"$/.exec(text) ?? [];
  if (address === undefined) throw new Error(`A broken link: ${JSON.stringify(link)}`);
  return address;
}
