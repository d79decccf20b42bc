import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { openScanApi } from '../../lib/cli/apiClient.ts';
import { followScan } from '../../lib/cli/followScan.ts';
import type { FindingView } from '../../lib/model/finding.ts';
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
    const pages: (readonly FindingView[])[] = [];
    for await (const page of openScanApi(base).findings('scan-1')) pages.push(page);
    expect(pages).toEqual([[failed({ resourceName: 'one' })], [], [failed({ resourceName: 'two' })]]);
  });

  it('gathers what was refused from every page of the coverage', async () => {
    const refusal = { subscriptionId: 's1', type: 't', reason: 'denied', detail: 'd', permission: 'p' };
    const whole = { coverage: report().scan.coverage, notCovered: [], subscriptions: [], refused: [refusal] };
    const base = await serve((path) => ({
      body: path.includes('after') ? whole : { ...whole, nextLink: '/api/scans/scan-1/coverage?after=1' },
    }));
    expect((await openScanApi(base).coverage('scan-1')).refused).toEqual([refusal, refusal]);
  });

  it('reads a page of findings only when it is wanted', async () => {
    let asked = 0;
    const base = await serve((path) => {
      asked += 1;
      return { body: { value: [failed()], nextLink: `${path}&after=${String(asked)}` } };
    });
    for await (const page of openScanApi(base).findings('scan-1')) {
      expect(page).toHaveLength(1);
      if (asked === 3) break;
    }
    expect(asked).toBe(3);
  });

  it('asks for few findings first, so that they come soon, then for as many as a page holds', async () => {
    const asked: (string | null)[] = [];
    const base = await serve((path) => {
      asked.push(new URL(path, 'http://x').searchParams.get('top'));
      return { body: { value: [], ...(asked.length < 3 && { nextLink: `${path}&token=${String(asked.length)}` }) } };
    });
    for await (const _page of openScanApi(base).findings('scan-1'));
    expect(asked).toEqual(['200', '1000', '1000']);
  });

  it('asks for kept passes by their status', async () => {
    const asked: string[] = [];
    const base = await serve((path) => {
      asked.push(path);
      return { body: { value: [] } };
    });
    for await (const _page of openScanApi(base).findings('scan-1', 'pass'));
    expect(asked).toEqual(['/api/scans/scan-1/findings?status=pass&top=200']);
  });

  it('reads at most some hundred changed findings of a severity', async () => {
    const asked: string[] = [];
    const base = await serve((path) => {
      asked.push(path);
      const value = Array.from({ length: 60 }, () => ({ change: 'new', finding: failed() }));
      return { body: { since: 'scan-0', value, nextLink: `${path}&after=${String(asked.length)}` } };
    });
    const found = await openScanApi(base).changes('scan-1', 'high', ['new', 'newCheck']);
    expect(found).toHaveLength(120);
    expect(asked[0]).toBe('/api/scans/scan-1/changes?severity=high&change=new%2CnewCheck');
    expect(asked).toHaveLength(2);
  });

  it.each([
    [null, false],
    ['scan-0', true],
  ])('tells of changes since %s whether there is an earlier scan: %s', async (since, expected) => {
    const base = await serve(() => ({ body: { since, value: [] } }));
    expect(await openScanApi(base).hasEarlier('scan-1')).toBe(expected);
  });

  it('gathers the scores of subscriptions from every page, and takes those of services once', async () => {
    const services = [{ name: 'storage', low: 1, high: 2 }];
    const one = (name: string) => ({ name, low: 3, high: 4 });
    const base = await serve((path) => ({
      body: path.includes('after')
        ? { score: null, services, subscriptions: [one('b')] }
        : { score: null, services, subscriptions: [one('a')], nextLink: '/api/scans/scan-1/score?after=1' },
    }));
    expect(await openScanApi(base).scores('scan-1')).toEqual({ services, subscriptions: [one('a'), one('b')] });
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
