import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FindingView } from '../../../lib/model/finding.ts';
import { openBrowser, openFindings, type TestBrowser } from './support/browser.ts';
import { contoso, finding, pageOf, report } from './support/pageReport.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const hostile: readonly (readonly [string, string, string])[] = [
  ['a closing script', '</script><img src=x onerror=alert(1)>', '</script><img src=x onerror=alert(1)>'],
  ['a closing script with a space', '</script x', '</script x'],
  ['a closing quote', '"><svg onload=alert(1)>', '"><svg onload=alert(1)>'],
  ['a single quote', "' onmouseover='alert(1)", "' onmouseover='alert(1)"],
  ['a comment', '<!--<script>alert(1)</script>', '<!--<script>alert(1)</script>'],
  ['an address of script', 'javascript:alert(1)', 'javascript:alert(1)'],
  ['an entity', '&lt;script&gt;', '&lt;script&gt;'],
  [
    'a template',
    '${alert(1)}{{constructor.constructor("alert(1)")()}}',
    '${alert(1)}{{constructor.constructor("alert(1)")()}}',
  ],
  ['a right-to-left override', 'photo\u202egnp.exe', String.raw`photo\u{202e}gnp.exe`],
  ['line separators', 'a\u2028b\u2029c', String.raw`a\u{2028}b\u{2029}c`],
  ['a name of an object', '__proto__', '__proto__'],
  ['half a character', 'a\ud800b', String.raw`a\u{d800}b`],
];

/** A finding and a report that hold the text wherever Azure or an operator could have put it. */
function everywhere(text: string): string {
  const one: FindingView = finding({
    title: text,
    resourceId: `/subscriptions/${text}`,
    resourceName: text,
    resourceType: text,
    resourceGroup: text,
    subscriptionId: text,
    subscriptionName: text,
    managementGroups: [{ id: text, name: text }],
    location: text,
    tags: { owner: text, [text]: text },
    subKey: text,
    because: { path: text, observed: text, expected: text, trail: [text] },
    why: text,
    fix: { text, cli: text },
    reference: text,
    firstSeen: { scanId: text, at: text },
    exemption: { id: text, reason: text, createdBy: text, expiresAt: text, byTagOnly: false },
  });
  const unread: FindingView = {
    ...one,
    checkId: `unread-${text}`,
    status: 'unknown',
    because: undefined,
    reason: 'denied',
    detail: text,
    permission: text,
  };
  const assessment = {
    source: 'defender',
    assessmentKey: text,
    assessmentId: text,
    title: text,
    severity: null,
    resourceId: text,
    resourceName: text,
    resourceType: text,
    resourceGroup: text,
    subscriptionId: text,
    detail: text,
    portal: text,
    sameAs: [text],
  } as const;
  const tally = { pass: 1, fail: 1, unknown: 1, notApplicable: 1 };
  return pageOf(
    report(
      {
        source: text,
        tool: { name: 'vigil', version: text },
        subscriptions: [{ id: contoso, name: text, managementGroups: null }],
        notCovered: [{ type: text, count: 1 }],
        refused: [{ subscriptionId: text, type: text, reason: text, detail: text, permission: text }],
        switchedOff: [{ checkId: text, reason: text }],
        notices: [text],
        assessments: [assessment],
        secureScores: [{ subscriptionId: contoso, current: 1, max: 2 }],
        errors: [
          {
            part: text,
            code: text,
            message: text,
            checkId: text,
            resourceId: text,
            count: 2,
            trace: 'at secret (trace.ts:1)',
          },
        ],
        checks: [{ checkId: text, title: text, severity: 'low', service: text, tally }],
        services: [{ name: text, low: 1, high: 2 }],
        subscriptionScores: [{ name: contoso, low: 1, high: 2 }],
        newFindings: [one],
      },
      {
        id: text,
        scope: { managementGroup: text },
        options: { tags: [text] },
        finishedAt: text,
        error: { code: text, message: text },
        exempted: { total: 1, bySeverity: { critical: 1, high: 0, medium: 0, low: 0 }, byTag: 0, digest: text },
        changes: { since: text, counts: { new: 2, newCheck: 0, resolved: 0, open: 0, gone: 0, notRead: 0 } },
      },
    ),
    [one, unread],
    { ownerTag: 'owner', csvName: text },
  );
}

test.each(hostile)('%s breaks out of nothing, even without the policy', async (_what, text, shown) => {
  const { page, requests, complaints } = await browser.open(everywhere(text), { bypassCSP: true });
  await openFindings(page);
  const anchors = page.locator('a:not([href^="#"])');
  expect({
    dialogsAndErrors: complaints,
    requests,
    scripts: await page.locator('script').count(),
    others: await page.locator('img, iframe, object, embed, form:not(#filters), svg:not(.bar):not(.patterns)').count(),
    handlers: await page.evaluate(
      "[...document.querySelectorAll('*')].filter((one) => one.getAttributeNames().some((name) => name.startsWith('on'))).length",
    ),
    links: await anchors.count(),
  }).toEqual({ dialogsAndErrors: [], requests: [], scripts: 3, others: 0, handlers: 0, links: 0 });
  expect(await page.locator('.finding > summary strong').first().innerText()).toBe(`${shown} · ${shown}`);
  expect(await page.locator('h1').innerText()).toBe(shown);
  expect(await page.locator('.command code').first().innerText()).toBe(shown);
});

test('a trace stays out of the page', () => {
  expect(everywhere('x')).not.toContain('trace.ts');
});

test('the page asks for nothing and complains of nothing', async () => {
  const { page, requests, complaints } = await browser.open(everywhere('calm'));
  await openFindings(page);
  await page.check('#by-owner');
  expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
});

/** A server that an injected element would call, and the paths that were asked of it. */
async function openAttacker() {
  const paths: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    paths.push(url);
    response.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { paths, origin: `http://127.0.0.1:${String(port)}`, close: () => server.close() };
}

test('what is injected all the same neither runs nor calls out, by the policy', async () => {
  const { paths, origin, close } = await openAttacker();
  const injected = `<main><script>document.title = 'ran'</script><style>h1 { display: none }</style>
<img src="${origin}/image" onerror="document.title = 'ran'"><link rel="stylesheet" href="${origin}/style"><iframe src="${origin}/frame"></iframe><video src="${origin}/video"></video>`;
  const html = everywhere('calm').replace('<main>', injected);
  const { page, complaints } = await browser.open(html);
  expect(await page.title()).not.toBe('ran');
  expect(await page.locator('h1').isVisible()).toBe(true);
  expect(paths).toEqual([]);
  expect(complaints.join(' ')).toContain('Content Security Policy');
  await expect(page.evaluate("document.body.innerHTML = '<b>x</b>'")).rejects.toThrow(/TrustedHTML/);
  // The same without the policy does run, so that the test would see it.
  const open = await browser.open(html, { bypassCSP: true });
  expect(await open.page.title()).toBe('ran');
  expect(paths.toSorted()).toEqual(['/frame', '/image', '/style', '/video']);
  close();
});

test('a reference that leads elsewhere is a text, a known one a link', async () => {
  const known = 'https://learn.microsoft.com/azure/x';
  const findings = [finding({ reference: 'https://attacker.example/' }), finding({ checkId: 'b', reference: known })];
  const { page } = await browser.open(pageOf(report(), findings));
  await openFindings(page);
  const addresses = await page.locator('.body a').evaluateAll((anchors) => anchors.map(String));
  expect(addresses).toEqual([known]);
});
