import { createClient } from '@hey-api/openapi-ts';
import { build } from 'esbuild';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { type Stack, startStack } from '../../lib/local/stack.ts';
import { openApi } from './support/callApi.ts';
import { clientFlow } from './support/clientFlow.ts';

const run = promisify(execFile);
const compiler = resolve(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
const patience = 120_000;
const key = 'a-function-key';
let stack: Stack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigil-client-'));
  stack = await startStack({ sample: ['--sample', 'default'], timeDivisor: 60, keys: [key] });
}, patience);
afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

/** As strict as a caller may be. */
const compilerOptions = {
  ...{ target: 'ES2023', module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2023', 'DOM', 'DOM.Iterable'] },
  ...{ types: [], strict: true, noUncheckedIndexedAccess: true, skipLibCheck: true, noEmit: true },
};

/** Fetches the document as a caller would, and makes a client of it. */
async function generateClient(): Promise<void> {
  const response = await fetch(`${stack.baseUrl}/api/openapi.json`, { headers: { 'x-functions-key': key } });
  expect(response.status).toBe(200);
  const document = join(folder, 'openapi.json');
  await writeFile(document, await response.text());
  await createClient({
    input: document,
    output: { path: join(folder, 'client') },
    logs: { level: 'silent', file: false },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
  });
  await writeFile(join(folder, 'client', 'flow.ts'), clientFlow);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['client'] }));
}

async function compilerErrors(): Promise<string> {
  try {
    await run(process.execPath, [compiler, '-p', folder]);
    return '';
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

const flow = z.object({
  answered: z.record(z.string(), z.unknown()),
  scan: z.looseObject({ id: z.string(), status: z.string() }),
  replayed: z.string(),
  polls: z.array(z.number()),
  findings: z.array(z.looseObject({ severity: z.string() })),
  pages: z.number(),
  judged: z.number(),
  checks: z.number(),
  percent: z.number(),
});
const loadedFlow = z.object({ runFlow: z.function({ input: [z.string(), z.string()], output: z.promise(flow) }) });

/** Runs what a caller wrote against the app. */
async function runFlow(): Promise<z.infer<typeof flow>> {
  const outfile = join(folder, 'flow.mjs');
  const entry = join(folder, 'client', 'flow.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' });
  const loaded: unknown = await import(pathToFileURL(outfile).href);
  return loadedFlow.parse(loaded).runFlow(stack.baseUrl, key);
}

// Each call checks its own answer.
test('every answer about a scan of the sample tenant is as documented', { timeout: patience }, async () => {
  const api = openApi(stack.baseUrl, key);
  const { id } = await api.start({ services: ['storage'] });
  await api.finished(id, patience);
  // A list without items would show nothing of their shape.
  for (const path of [`scans/${id}/findings`, `scans/${id}/checks`, 'scans', 'checks']) {
    expect(await api.list(path), path).not.toEqual([]);
  }
  for (const path of [`scans/${id}/coverage`, `scans/${id}/errors`, 'openapi.json', 'health']) await api.get(path);
});

test(
  'a client generated from the document compiles and runs a scan from its start to its end',
  { timeout: patience },
  async () => {
    await generateClient();
    expect(await compilerErrors()).toBe('');
    const { answered, scan, replayed, polls, findings, pages, judged, checks, percent } = await runFlow();
    expect(answered).toEqual({ health: 'ok', noKey: 401, otherBody: 409, noSuchScan: 'ScanNotFound', deleted: 404 });
    expect(scan).toMatchObject({ options: { services: ['storage'], severities: ['critical', 'high'] } });
    expect(scan.status).toMatch(/^completed/);
    expect(replayed).toBe(scan.id);
    expect(polls.at(-1)).toBe(200);
    expect(new Set(polls.slice(0, -1))).toEqual(new Set([202]));
    expect(new Set(findings.map(({ severity }) => severity))).toEqual(new Set(['critical', 'high']));
    expect(pages).toBeGreaterThanOrEqual(Math.ceil(findings.length / 3));
    expect(judged).toBeGreaterThan(findings.length);
    expect(checks).toBeGreaterThan(50);
    expect(percent).toBeGreaterThan(50);
  },
);
