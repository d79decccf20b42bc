import axe from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openFindings, type TestBrowser } from './support/browser.ts';
import { fewFindings, pageOf, report } from './support/pageReport.ts';

let browser: TestBrowser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const assessment = {
  source: 'defender',
  assessmentKey: 'k',
  assessmentId: '/k',
  title: 'Machines should have a solution',
  severity: null,
  resourceId: '/r',
  resourceName: 'r',
  resourceType: 't',
  resourceGroup: 'g',
  subscriptionId: 's',
  detail: 'why',
  portal: 'https://portal.azure.com/#x',
  sameAs: ['storage-x'],
} as const;

const html = pageOf(
  report(
    {
      newFindings: fewFindings,
      assessments: [assessment],
      errors: [{ part: 'p', code: 'c', message: 'm', checkId: 'i', resourceId: '/r', count: 2, trace: '' }],
      refused: [{ subscriptionId: 's', type: 't', reason: 'denied', detail: 'd', permission: 'p/read' }],
    },
    { status: 'failed', error: { code: 'blind', message: 'Too little could be read' } },
  ),
  fewFindings,
);

/** What axe finds, shortly. */
const run = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target.join(' '))))`;

const screens = [
  ['desktop', { width: 1280, height: 800 }],
  ['phone', { width: 360, height: 740 }],
] as const;

test.each(
  screens.flatMap(([screen, viewport]) =>
    (['light', 'dark'] as const).map((scheme) => [screen, scheme, viewport] as const),
  ),
)('axe finds nothing on a %s in %s colours', async (_screen, colorScheme, viewport) => {
  // The page's policy would refuse axe itself.
  const { page } = await browser.open(html, { viewport, colorScheme, bypassCSP: true });
  await page.addScriptTag({ content: axe.source });
  for (const by of ['check', 'owner']) {
    await page.check(`#by-${by}`);
    for (const more of await page.locator('details.more > summary, .entries summary').all()) await more.click();
    await openFindings(page);
    expect(await page.evaluate(run)).toEqual([]);
  }
});

test('dark colours are dark, and paper is white even then', async () => {
  const { page } = await browser.open(html, { colorScheme: 'dark' });
  const ground = "getComputedStyle(document.documentElement).getPropertyValue('--card').trim()";
  expect(await page.evaluate(ground)).toBe('#171c23');
  await page.emulateMedia({ media: 'print' });
  expect(await page.evaluate(ground)).toBe('#ffffff');
});
