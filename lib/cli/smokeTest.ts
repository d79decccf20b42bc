import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { version } from '../scan/context.ts';
import { errorAnswer, errorsPage, findingsPage, healthAnswer, scanAnswer } from './apiAnswers.ts';
import type { AppAddress } from './command.ts';

/** One line of a smoke test. */
export interface Step {
  readonly name: string;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  /** What came back, or why it was skipped. */
  readonly said: string;
}

export interface SmokeTest {
  readonly app: AppAddress;
  /** Milliseconds that the scan may take. */
  readonly patience: number;
}

type Headers = Readonly<Record<string, string>>;

/** Milliseconds. */
const callTimeout = 60_000;
const pollEvery = 1_000;

const unknownScan = '00000000-0000-4000-8000-000000000000';
const finalStatuses = ['completed', 'completedWithErrors', 'failed', 'cancelled'];
const catalogue = z.object({ value: z.array(z.object({ id: z.string() })).min(1) });

function expect(holds: boolean, fault: string): asserts holds {
  if (!holds) throw new Error(fault);
}

async function send(url: string, headers: Headers, method = 'GET', body?: object): Promise<Response> {
  return fetch(url, {
    method,
    // A key goes to the app that it was given for, and nowhere else.
    redirect: 'manual',
    signal: AbortSignal.timeout(callTimeout),
    headers: { 'user-agent': `vigil-smoke/${version}`, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

async function read<T extends z.ZodType>(response: Response, status: number, schema: T): Promise<z.infer<T>> {
  const text = await response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const refusal = errorAnswer.safeParse(value).data?.error.message;
  const because = refusal === undefined || status >= 400 ? '' : `: ${refusal}`;
  expect(response.status === status, `answered ${String(response.status)}${because}; expected ${String(status)}`);
  const answer = schema.safeParse(value);
  expect(answer.success, `answered ${String(status)}, but not in the shape of the API`);
  return answer.data;
}

/** What the steps hand on. */
interface Begun {
  readonly id: string;
  readonly location: string;
}

async function begin(api: string, headers: Headers): Promise<Begun> {
  const { value } = await read(await send(`${api}/checks`, headers), 200, catalogue);
  // One check: a smoke test shall not cost what a scan does.
  const response = await send(`${api}/scans`, headers, 'POST', { checks: value.slice(0, 1).map(({ id }) => id) });
  const { id, status } = await read(response, 202, scanAnswer);
  const location = response.headers.get('location') ?? '';
  expect(URL.canParse(location), 'answered 202 without an absolute Location');
  expect(
    /^\d+$/.test(response.headers.get('retry-after') ?? ''),
    'answered 202 without a Retry-After in whole seconds',
  );
  expect(status === 'pending', `the scan ${id} is ${status}: one of an earlier try is active, so wait for its end`);
  return { id, location };
}

async function end(url: string, headers: Headers, patience: number): Promise<string> {
  const deadline = performance.now() + patience;
  for (;;) {
    const scan = await read(await send(url, headers), 200, scanAnswer);
    if (finalStatuses.includes(scan.status)) {
      const ended = scan.status === 'completed' || scan.status === 'completedWithErrors';
      expect(ended, `${scan.status}: ${scan.error?.message ?? 'without saying why'}`);
      return `${scan.status}, ${String(scan.progress.resourcesJudged)} resources judged`;
    }
    expect(performance.now() < deadline, `still ${scan.status} after ${String(patience / 60_000)} minutes`);
    await sleep(pollEvery);
  }
}

async function attempt(name: string, run: () => Promise<string>): Promise<Step> {
  try {
    return { name, outcome: 'ok', said: await run() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { name, outcome: 'failed', said: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function refuses(url: string, headers: Headers): Promise<string> {
  const { status } = await send(url, headers);
  expect(status === 401, `answered ${String(status)}; expected 401${status === 200 ? ': anybody may call' : ''}`);
  return '401';
}

type Run = readonly [name: string, run: () => Promise<string>];

function ofScan(api: string, { id, location }: Begun, { app: { headers }, patience }: SmokeTest): readonly Run[] {
  const scan = `${api}/scans/${id}`;
  return [
    ['GET /api/scans/{scanId}', async () => (await read(await send(scan, headers), 200, scanAnswer)).status],
    ['the scan ends', () => end(scan, headers, patience)],
    ['GET Location without a key', async () => (await read(await send(location, {}), 200, scanAnswer)).status],
    [
      'GET /api/scans/{scanId}/findings',
      async () =>
        `${String((await read(await send(`${scan}/findings`, headers), 200, findingsPage)).value.length)} on the first page`,
    ],
    [
      'GET /api/scans/{scanId}/errors',
      async () =>
        `${String((await read(await send(`${scan}/errors`, headers), 200, errorsPage)).value.length)} on the first page`,
    ],
    [
      'DELETE /api/scans/{scanId}',
      async () => {
        const { status } = await send(scan, headers, 'DELETE');
        expect(status === 202, `answered ${String(status)}; expected 202`);
        return '202';
      },
    ],
  ];
}

/** Tries a deployed app from the outside, a step at a time. It leaves nothing behind where it succeeds. */
export async function* smokeTest(test: SmokeTest): AsyncGenerator<Step> {
  const { headers, url } = test.app;
  const api = `${url}/api`;
  const wrong = Object.fromEntries(
    Object.keys(headers).map((name) => [name, name === 'authorization' ? 'Bearer wrong' : 'wrong']),
  );
  yield attempt('GET /api/health without a key', async () => {
    const health = await read(await send(`${api}/health`, {}), 200, healthAnswer);
    return `${health.status}, version ${health.version}`;
  });
  yield attempt('GET /api/scans without a key', () => refuses(`${api}/scans`, {}));
  yield attempt('GET /api/scans with a bad key', () => refuses(`${api}/scans`, wrong));
  let begun: Begun | undefined;
  yield attempt('POST /api/scans', async () => {
    begun = await begin(api, headers);
    return `202, pending, ${begun.id}`;
  });
  for (const [name, run] of ofScan(api, begun ?? { id: unknownScan, location: '' }, test)) {
    yield begun === undefined ? { name, outcome: 'skipped', said: 'there is no scan' } : attempt(name, run);
  }
  yield attempt('GET /api/scans/{scanId} of no scan', async () => {
    const { error } = await read(await send(`${api}/scans/${unknownScan}`, headers), 404, errorAnswer);
    return `404, ${error.code}`;
  });
}
