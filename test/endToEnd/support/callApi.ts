import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { expectDocumented, operationAt } from '../../api/support/expectDocumented.ts';

/** The scan as answered, as far as a test steers by it; the rest stays as it came. */
const scan = z.looseObject({
  id: z.string(),
  status: z.string(),
  progress: z.looseObject({ resourcesJudged: z.number(), resourcesListed: z.number() }),
  findings: z.looseObject({ total: z.number() }),
});
export type Scan = z.infer<typeof scan>;

const answer = z.looseObject({});
export type Answer = z.infer<typeof answer>;
const page = z.looseObject({ value: z.array(answer), nextLink: z.string().optional() });

const finalStatuses = ['completed', 'completedWithErrors', 'failed', 'cancelled'];
export const isFinal = ({ status }: Scan): boolean => finalStatuses.includes(status);

/** A host that was killed comes back: calls that meet none are made again for so long, in milliseconds. */
const longestSilence = 30_000;

export interface Api {
  readonly call: (method: string, path: string, body?: unknown) => Promise<Response>;
  /** GET of `path` below /api, which has to be answered 200. */
  readonly get: (path: string) => Promise<unknown>;
  /** Every page of a collection. */
  readonly list: (path: string) => Promise<readonly Answer[]>;
  readonly start: (body?: unknown) => Promise<Scan>;
  readonly scan: (id: string) => Promise<Scan>;
  /** The scan once it is final, at most so many milliseconds from now. */
  readonly finished: (id: string, within: number) => Promise<Scan>;
}

async function answered(call: () => Promise<Response>): Promise<Response> {
  const end = Date.now() + longestSilence;
  for (;;) {
    try {
      const response = await call();
      if (response.status < 500 || Date.now() > end) return response;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await sleep(100);
  }
}

async function expectAnswerDocumented(method: string, url: URL, sent: string, response: Response): Promise<void> {
  const text = await response.clone().text();
  const { status, headers } = response;
  // The host's own, while it has no worker.
  if (status >= 500 && text === '') return;
  const isFile = text !== '' && headers.get('content-type')?.startsWith('application/json') !== true;
  const body: unknown = text === '' || isFile ? undefined : JSON.parse(text);
  const operationId = operationAt(method, url.pathname);
  const answer = { status, headers: Object.fromEntries(headers), body, ...(isFile && { file: text }) };
  expectDocumented({ operationId, query: url.searchParams, sent, ...answer });
}

/** Calls the app at `baseUrl` and checks its answers against the document, with a function key where the host asks for one. */
export function openApi(baseUrl: string, key?: string): Api {
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const url = new URL(path, `${baseUrl}/api/`);
    const sent = body === undefined ? '' : JSON.stringify(body);
    const response = await fetch(url, {
      method,
      headers: { 'user-agent': 'end to end', ...(key !== undefined && { 'x-functions-key': key }) },
      ...(sent !== '' && { body: sent }),
    });
    await expectAnswerDocumented(method, url, sent, response);
    return response;
  };
  const get = async (path: string): Promise<unknown> => {
    const response = await answered(() => call('GET', path));
    if (response.status !== 200) throw new Error(`GET ${path}: ${String(response.status)} ${await response.text()}`);
    return response.json();
  };
  const readScan = async (id: string): Promise<Scan> => scan.parse(await get(`scans/${id}`));
  return {
    call,
    get,
    list: async (path) => {
      const found: Answer[] = [];
      for (let at: string | undefined = path; at !== undefined;) {
        const { value, nextLink }: z.infer<typeof page> = page.parse(await get(at));
        found.push(...value);
        at = nextLink;
      }
      return found;
    },
    start: async (body = {}) => {
      const response = await answered(() => call('POST', 'scans', body));
      if (response.status !== 202) throw new Error(`POST scans: ${String(response.status)} ${await response.text()}`);
      return scan.parse(await response.json());
    },
    scan: readScan,
    finished: async (id, within) => {
      const end = Date.now() + within;
      for (;;) {
        const view = await readScan(id);
        if (isFinal(view)) return view;
        if (Date.now() > end) throw new Error(`Not final within ${String(within)} ms: ${JSON.stringify(view)}`);
        await sleep(150);
      }
    },
  };
}
