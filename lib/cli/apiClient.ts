import type * as z from 'zod';
import type { AssessmentFinding } from '../model/assessment.ts';
import type { ScopeView } from '../model/scope.ts';
import type { ErrorTrace, ScanOptions, ScanView, Scope } from '../model/scan.ts';
import type { ChangeKind } from '../model/change.ts';
import type { Severity } from '../model/check.ts';
import type { FindingView } from '../model/finding.ts';
import type { CheckTallyView } from '../report/report.ts';
import {
  assessmentsPage,
  changesPage,
  checksPage,
  coverageAnswer,
  errorAnswer,
  errorsPage,
  findingsPage,
  healthAnswer,
  scanAnswer,
  scopesPage,
  scoreAnswer,
} from './apiAnswers.ts';

/** How long one call may take, in milliseconds: a page of findings answers within 5 s, a page of scopes asks Azure some hundred times. */
const callTimeout = 120_000;
/** Findings of the first page, which somebody waits for, and of those that are read while it is written. */
const firstPage = 200;
const laterPage = 1000;
/** Changed findings read in full; the scan counts them all. */
const mostChanges = 100;

/** A call that the app refused, or that brought nothing usable. `status` is 0 where there was no answer at all. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export interface ScanApi {
  readonly health: () => Promise<z.infer<typeof healthAnswer>>;
  readonly start: (request: Scope & ScanOptions) => Promise<ScanView>;
  readonly get: (id: string) => Promise<ScanView>;
  readonly cancel: (id: string) => Promise<void>;
  /** Page by page, by check, resource and sub-key: fails and unknowns, or the passes that were kept. */
  readonly findings: (id: string, status?: 'pass') => AsyncIterable<readonly FindingView[]>;
  /** Whether there is a scan before it to compare with. */
  readonly hasEarlier: (id: string) => Promise<boolean>;
  /** The first findings of one severity that changed so since the scan before. */
  readonly changes: (id: string, severity: Severity, kinds: readonly ChangeKind[]) => Promise<readonly FindingView[]>;
  readonly scores: (id: string) => Promise<Scores>;
  /** Unhealthy recommendations of Defender for Cloud. */
  readonly assessments: (id: string) => Promise<readonly AssessmentFinding[]>;
  readonly errors: (id: string) => Promise<readonly ErrorTrace[]>;
  readonly checks: (id: string) => Promise<readonly CheckTallyView[]>;
  /** What a scan would see of each visible subscription, or of one. */
  readonly scopes: (subscription?: string) => Promise<readonly ScopeView[]>;
  readonly coverage: (id: string) => Promise<z.infer<typeof coverageAnswer>>;
}

type Scores = Pick<z.infer<typeof scoreAnswer>, 'services' | 'subscriptions'>;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: object;
}

/** What opens the app, and who calls. */
type Headers = Readonly<Record<string, string>>;

async function send({ method, url, headers, body }: Call): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      // A key goes to the app that it was given for, and nowhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(callTimeout),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(0, 'noAnswer', `${method} ${url.pathname} got no answer: ${said}`, { cause: error });
  }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** One call and its JSON. Throws an `ApiError` that says what was asked and what came back. */
async function call<T extends z.ZodType>(request: Call, schema: T): Promise<z.infer<T>> {
  const { method, url } = request;
  const response = await send(request);
  const body = parsed(await response.text());
  if (!response.ok) {
    const refusal = errorAnswer.safeParse(body).data?.error;
    const said = refusal === undefined ? 'without saying why' : refusal.message;
    const code = refusal?.code ?? 'refused';
    throw new ApiError(response.status, code, `${method} ${url.pathname} answered ${String(response.status)}: ${said}`);
  }
  const answer = schema.safeParse(body);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  const wrong = issue === undefined ? '' : `: ${issue.path.map(String).join('.')} ${issue.message}`;
  throw new ApiError(
    response.status,
    'badAnswer',
    `${method} ${url.pathname} answered in another shape than expected${wrong}`,
  );
}

interface Paged {
  readonly nextLink?: string | null | undefined;
}

/** Every page as it was answered, one at a time. Pages may be empty and still go on. */
async function* answersOf<P extends Paged>(
  first: URL,
  read: (url: URL) => Promise<P>,
): AsyncGenerator<P, void, undefined> {
  const seen = new Set<string>();
  let url = first;
  for (;;) {
    seen.add(url.href);
    const page = await read(url);
    yield page;
    if (page.nextLink === undefined || page.nextLink === null || page.nextLink === '') return;
    // The address is ours, whatever name the app knows itself by.
    const { pathname, search } = new URL(page.nextLink, first);
    url = Object.assign(new URL(first), { pathname, search });
    if (seen.has(url.href))
      throw new ApiError(200, 'badAnswer', `GET ${url.pathname} names a page as its own next page`);
  }
}

async function answers<P extends Paged>(first: URL, read: (url: URL) => Promise<P>): Promise<readonly P[]> {
  const items: P[] = [];
  for await (const page of answersOf(first, read)) items.push(page);
  return items;
}

async function pages<T>(
  first: URL,
  read: (url: URL) => Promise<Paged & { readonly value: readonly T[] }>,
): Promise<readonly T[]> {
  return (await answers(first, read)).flatMap(({ value }) => value);
}

/** A client of the scanner's HTTP API at `baseUrl`, for example http://127.0.0.1:7071. Its calls throw `ApiError`. */
export function openScanApi(baseUrl: string, headers: Headers = {}): ScanApi {
  const at = (path: string) => new URL(`${baseUrl.replace(/\/+$/, '')}/api/scans${path}`);
  const scan = (id: string, of = '') => at(`/${encodeURIComponent(id)}${of}`);
  const get = <T extends z.ZodType>(url: URL, schema: T) => call({ method: 'GET', url, headers }, schema);
  return {
    health: () => call({ method: 'GET', url: new URL('../health', at('/')), headers: {} }, healthAnswer),
    start: (request) => call({ method: 'POST', url: at(''), headers, body: request }, scanAnswer),
    get: (id) => get(scan(id), scanAnswer),
    cancel: async (id) => {
      const url = scan(id, '/cancel');
      const response = await send({ method: 'POST', url, headers });
      await response.text();
      const { status } = response;
      // A scan that cannot be cancelled any more is one that ended: following it tells.
      if (status === 429 || status >= 500) {
        throw new ApiError(status, 'refused', `POST ${url.pathname} answered ${String(status)}`);
      }
    },
    async *findings(id, status) {
      const first = scan(id, '/findings');
      if (status !== undefined) first.searchParams.set('status', status);
      const read = (page: URL) => {
        const url = new URL(page);
        url.searchParams.set('top', String(page === first ? firstPage : laterPage));
        return get(url, findingsPage);
      };
      for await (const { value } of answersOf(first, read)) yield value;
    },
    hasEarlier: async (id) => (await get(scan(id, '/changes?top=1'), changesPage)).since !== null,
    changes: async (id, severity, kinds) => {
      const url = scan(id, '/changes');
      url.search = new URLSearchParams({ severity, change: kinds.join(',') }).toString();
      const value: FindingView[] = [];
      for await (const page of answersOf(url, (next) => get(next, changesPage))) {
        value.push(...page.value.map(({ finding }) => finding));
        if (value.length >= mostChanges) break;
      }
      return value;
    },
    scores: async (id) => {
      const read = await answers(scan(id, '/score?top=1000'), (url) => get(url, scoreAnswer));
      return { services: read[0]?.services ?? [], subscriptions: read.flatMap(({ subscriptions }) => subscriptions) };
    },
    assessments: (id) => pages(scan(id, '/findings?source=defender'), (url) => get(url, assessmentsPage)),
    errors: (id) => pages(scan(id, '/errors'), (url) => get(url, errorsPage)),
    checks: (id) => pages(scan(id, '/checks'), (url) => get(url, checksPage)),
    scopes: (subscription) => {
      const url = new URL('../scopes', at('/'));
      if (subscription !== undefined) url.searchParams.set('subscription', subscription);
      return pages(url, (page) => get(page, scopesPage));
    },
    coverage: async (id) => {
      const read = await answers(scan(id, '/coverage'), (url) => get(url, coverageAnswer));
      const [first] = read;
      if (first === undefined) throw new ApiError(200, 'badAnswer', 'GET coverage answered nothing');
      return { ...first, refused: read.flatMap(({ refused }) => refused) };
    },
  };
}
