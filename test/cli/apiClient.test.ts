import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { openScanApi } from '../../lib/cli/apiClient.ts';
import { followScan } from '../../lib/cli/followScan.ts';
import type { ScanView } from '../../lib/model/scan.ts';
import { failed, report } from '../report/smallReport.ts';

interface Reply {
  readonly status?: number;
  readonly body?: unknown;
}
type Answer = (path: string, request: IncomingMessage, body: string) => Reply;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real server on this machine that answers what it is told. */
async function serve(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const reply = answer(request.url ?? '', request, body);
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
      response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}

const view = (status: ScanView['status']): ScanView => report({}, { status }).scan;
const never = new AbortController().signal;

describe('openScanApi', () => {
  it('starts a scan with the scope and the filters as a flat body', async () => {
    const asked: string[] = [];
    const base = await serve((path, request, body) => {
      asked.push(`${request.method ?? ''} ${path} ${body}`);
      return { status: 202, body: view('pending') };
    });
    const started = await openScanApi(`${base}/`).start({ subscriptions: ['s1'], severities: ['high'] });
    expect(started.id).toBe('scan-1');
    expect(asked).toEqual(['POST /api/scans {"subscriptions":["s1"],"severities":["high"]}']);
  });

  it('follows every nextLink, over an empty page and whatever host the app names', async () => {
    const base = await serve((path) => {
      const page = new URL(path, 'http://x').searchParams.get('page') ?? '1';
      const next = (to: string) => `https://vigil.example/api/scans/scan-1/findings?page=${to}`;
      if (page === '1') return { body: { value: [failed({ resourceName: 'one' })], nextLink: next('2') } };
      if (page === '2') return { body: { value: [], nextLink: next('3') } };
      return { body: { value: [{ ...failed({ resourceName: 'two' }), addedLater: true }] } };
    });
    const findings = await openScanApi(base).findings('scan-1');
    expect(findings).toEqual([failed({ resourceName: 'one' }), failed({ resourceName: 'two' })]);
  });

  it('gathers what was refused from every page of the coverage', async () => {
    const refusal = { subscriptionId: 's1', type: 't', reason: 'denied', detail: 'd', permission: 'p' };
    const whole = { coverage: report().scan.coverage, notCovered: [], subscriptions: [], refused: [refusal] };
    const base = await serve((path) => ({
      body: path.includes('after') ? whole : { ...whole, nextLink: '/api/scans/scan-1/coverage?after=1' },
    }));
    expect((await openScanApi(base).coverage('scan-1')).refused).toEqual([refusal, refusal]);
  });

  it('stops at pages that go round in circles', async () => {
    const base = await serve((path) => ({ body: { value: [], nextLink: path } }));
    await expect(openScanApi(base).errors('scan-1')).rejects.toThrow('names a page as its own next page');
  });

  it.each([
    [
      'a refusal with its reason',
      { status: 400, body: { error: { code: 'InvalidRequest', message: 'The field top is wrong.', target: 'top' } } },
      'GET /api/scans/scan-1 answered 400: The field top is wrong.',
    ],
    [
      'a refusal without JSON',
      { status: 502, body: '<html>' },
      'GET /api/scans/scan-1 answered 502: without saying why',
    ],
    ['an answer that is not JSON', { body: 'hello' }, 'GET /api/scans/scan-1 answered in another shape than expected'],
    [
      'an answer that lacks a field',
      { body: { ...view('running'), progress: undefined } },
      'answered in another shape than expected: progress ',
    ],
  ])('explains %s', async (_case, reply, sentence) => {
    const base = await serve(() => reply);
    await expect(openScanApi(base).get('scan-1')).rejects.toThrow(sentence);
  });

  it('explains that nothing answers', async () => {
    await expect(openScanApi('http://127.0.0.1:9').get('scan-1')).rejects.toMatchObject({
      status: 0,
      code: 'noAnswer',
    });
  });
});

describe('followScan', () => {
  it('shows each view until the final one, over answers that fail in passing', async () => {
    const replies: Reply[] = [
      { body: view('pending') },
      { status: 503, body: {} },
      { status: 429, body: {} },
      { body: view('running') },
      { body: view('completedWithErrors') },
    ];
    const base = await serve(() => replies.shift() ?? { status: 500, body: {} });
    const seen: string[] = [];
    const onProgress = ({ status }: ScanView) => seen.push(status);
    const ended = await followScan(openScanApi(base), 'scan-1', { onProgress, interrupted: never, every: 1 });
    expect(ended.status).toBe('completedWithErrors');
    expect(seen).toEqual(['pending', 'running', 'completedWithErrors']);
  });

  it('gives up on a refusal that waiting does not mend', async () => {
    const base = await serve(() => ({ status: 404, body: { error: { code: 'ScanNotFound', message: 'gone' } } }));
    const following = followScan(openScanApi(base), 'scan-1', {
      onProgress: () => undefined,
      interrupted: never,
      every: 1,
    });
    await expect(following).rejects.toThrow('answered 404: gone');
  });

  it('cancels when interrupted, until that was taken, and follows the scan to its end', async () => {
    const asked: string[] = [];
    const interruption = new AbortController();
    const base = await serve((path, request) => {
      asked.push(`${request.method ?? ''} ${path}`);
      if (asked.length === 1) interruption.abort();
      // The first try to cancel meets a busy app.
      if (asked.length === 2) return { status: 503, body: {} };
      return { body: view(asked.length > 5 ? 'cancelled' : 'running') };
    });
    const ended = await followScan(openScanApi(base), 'scan-1', {
      onProgress: () => undefined,
      interrupted: interruption.signal,
      every: 1,
    });
    expect(ended.status).toBe('cancelled');
    expect(asked.filter((call) => call === 'POST /api/scans/scan-1/cancel')).toHaveLength(2);
  });
});
