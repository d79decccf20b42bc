import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import packed from '@sparticuz/chromium';
import { chromium, type BrowserContextOptions, type Page } from 'playwright-core';

const manifest = join(import.meta.dirname, '../../../../node_modules/@sparticuz/chromium/package.json');

/**
 * The browser that the development package brings. Test files that run at once share it, so it is unpacked in a folder
 * of its own and moved into place whole.
 */
async function unpackBrowser(): Promise<string> {
  const version = createHash('sha256').update(readFileSync(manifest)).digest('hex').slice(0, 12);
  const shared = tmpdir();
  const place = join(shared, `vigil-chromium-${version}`);
  if (existsSync(place)) return place;
  const folder = mkdtempSync(join(shared, 'vigil-chromium-'));
  process.env['TMPDIR'] = folder;
  try {
    renameSync(await packed.executablePath(), place);
  } finally {
    process.env['TMPDIR'] = shared;
    rmSync(folder, { recursive: true, force: true });
  }
  return place;
}

/** A page as a reader has it, and what it did that a page from disk must not do. */
export interface OpenedPage {
  readonly page: Page;
  /** Addresses asked for, but for the page itself. */
  readonly requests: readonly string[];
  /** Dialogs, messages of the console (also what the policy refused) and errors of the script. */
  readonly complaints: readonly string[];
}

export interface TestBrowser {
  readonly open: (html: string, options?: BrowserContextOptions) => Promise<OpenedPage>;
  readonly close: () => Promise<void>;
}

/** A real browser that opens pages from disk. */
export async function openBrowser(): Promise<TestBrowser> {
  // Of the arguments that the package proposes only those that change no rule of the web: its own switch off some.
  const args = ['--no-sandbox', '--headless=shell', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath: await unpackBrowser(), args });
  const folder = mkdtempSync(join(tmpdir(), 'vigil-html-'));
  let opened = 0;
  return {
    async open(html, options) {
      const file = join(folder, `report-${String((opened += 1))}.html`);
      writeFileSync(file, html);
      const page = await (await browser.newContext(options)).newPage();
      const [requests, complaints]: [string[], string[]] = [[], []];
      const address = pathToFileURL(file).href;
      page.on('request', (request) => {
        if (request.url() !== address) requests.push(request.url());
      });
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(address);
      return { page, requests, complaints };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens every group that is closed, as a reader would, and waits for its lines. */
export async function openGroups(page: Page): Promise<void> {
  for (const group of await page.locator('.group > summary').all()) {
    if ((await group.locator('..').getAttribute('open')) === null) await group.click();
  }
  await page.locator('.group:not(:has(.finding))').first().waitFor({ state: 'detached' });
}

/** Opens every group and every finding in it. */
export async function openFindings(page: Page): Promise<void> {
  await openGroups(page);
  for (const line of await page.locator('.finding > summary').all()) await line.click();
  await page.locator('.finding:not(:has(.body))').first().waitFor({ state: 'detached' });
}
