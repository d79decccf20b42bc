/**
 * What a caller writes who has nothing but a client generated from the document: TypeScript beside the generated
 * files, compiled strictly, so that it also shows what the document's types say.
 */
export const clientFlow = `
import { createClient } from './client';
import * as vigil from './sdk.gen';
import type { Failure, Finding, Scan, Severity } from './types.gen';

export interface Flow {
  readonly answered: Readonly<Record<string, unknown>>;
  readonly scan: Scan;
  readonly replayed: string;
  readonly polls: readonly number[];
  readonly findings: readonly Finding[];
  readonly pages: number;
  readonly judged: number;
  readonly checks: number;
  readonly percent: number;
}

const severities: Severity[] = ['critical', 'high'];
// The host's own 401 has no body.
const isFailure = (error: unknown): error is Failure => typeof error === 'object' && error !== null && 'error' in error;
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export async function runFlow(baseUrl: string, key: string): Promise<Flow> {
  const client = createClient({ baseUrl, auth: key });
  const stranger = createClient({ baseUrl });
  const health = await vigil.health({ client: stranger, throwOnError: true });
  const noKey = await vigil.listScans({ client: stranger });

  const headers = { 'Idempotency-Key': 'the-flow-of-a-client' };
  const request = { client, headers, body: { services: ['storage'], severities } };
  const started = await vigil.startScan({ ...request, throwOnError: true });
  const again = await vigil.startScan({ ...request, throwOnError: true });
  const otherBody = await vigil.startScan({ ...request, body: {} });

  const operation = started.response.headers.get('location')?.split('/').at(-1) ?? '';
  const polls: number[] = [];
  let scan: Scan = started.data;
  for (;;) {
    const poll = await vigil.getOperation({ client: stranger, path: { operation }, throwOnError: true });
    polls.push(poll.response.status);
    scan = poll.data;
    if (poll.response.status === 200) break;
    await pause(100);
  }

  const path = { scanId: scan.id };
  const findings: Finding[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const query = { severity: severities, top: 3, ...(token !== undefined && { token }) };
    const { data } = await vigil.listFindings({ client, path, query, throwOnError: true });
    for (const one of data.value) if ('checkId' in one) findings.push(one);
    token = data.nextLink === undefined ? undefined : (new URL(data.nextLink).searchParams.get('token') ?? undefined);
    pages += 1;
  } while (token !== undefined);

  await vigil.listScanErrors({ client, path, throwOnError: true });
  const tallies = await vigil.listScanChecks({ client, path, throwOnError: true });
  const coverage = await vigil.getCoverage({ client, path, throwOnError: true });
  const checks = await vigil.listChecks({ client, throwOnError: true });
  const unheardOf = await vigil.getScan({ client, path: { scanId: '00000000-0000-4000-8000-000000000000' } });
  await vigil.deleteScan({ client, path, throwOnError: true });
  const deleted = await vigil.getScan({ client, path });

  return {
    answered: {
      health: health.data.status,
      noKey: noKey.response?.status,
      otherBody: otherBody.response?.status,
      noSuchScan: isFailure(unheardOf.error) ? unheardOf.error.error.code : '',
      deleted: deleted.response?.status,
    },
    scan,
    replayed: again.data.id,
    polls,
    findings,
    pages,
    judged: tallies.data.value.reduce((sum, { tally }) => sum + tally.pass + tally.fail + tally.unknown, 0),
    checks: checks.data.value.length,
    percent: coverage.data.coverage.percent,
  };
}
`;
