import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Stack, startStack } from '../../lib/local/stack.ts';
import { eventually } from '../local/host/startFixture.ts';
import { type Api, openApi } from './support/callApi.ts';
import { accountsIn } from './support/withStack.ts';

const key = 'the-key-of-the-app';
const patience = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'vigil-app-'));
const lines: string[] = [];
let stack: Stack;
let api: Api;
/** An app whose scans take seconds, and that asks for no key. */
let slow: Stack;

beforeAll(async () => {
  stack = await startStack({ keys: [key], verbose: true, onLine: (line) => lines.push(line) });
  slow = await startStack({ sample: accountsIn(2, 160, 250) });
  api = openApi(stack.baseUrl, key);
}, patience);
afterAll(async () => {
  await slow.stop();
  await stack.stop();
  rmSync(folder, { recursive: true });
});

type Environment = Readonly<Record<string, string>>;
const withKey: Environment = { VIGIL_APP_KEY: key };

function start(script: string, flags: readonly string[], environment: Environment): ChildProcess {
  const { AZURE_SUBSCRIPTION_ID: _id, npm_lifecycle_event: _event, ...own } = process.env;
  const path = join(import.meta.dirname, '../../lib/cli', script);
  return spawn(process.execPath, [path, ...flags], {
    cwd: folder,
    env: { ...own, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess) {
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const read = (stream: ChildProcess['stdout']) => (stream === null ? '' : text(stream));
  const [code, stdout, stderr] = await Promise.all([exit, read(child.stdout), read(child.stderr)]);
  expect(stdout + stderr).not.toContain(key);
  return { code, stdout, stderr };
}

const scan = (flags: readonly string[], environment = withKey) => ended(start('vigil.ts', flags, environment));
const scanApp = (...flags: readonly string[]) => scan(['--app', stack.baseUrl, ...flags]);
const smoke = (flags: readonly string[], environment = withKey) => ended(start('smoke.ts', flags, environment));

const reportFile = z.looseObject({
  source: z.string(),
  scan: z.looseObject({ id: z.string(), requestedBy: z.string(), findings: z.looseObject({ total: z.number() }) }),
  findings: z.array(z.looseObject({})),
});
const readReport = () => readFileSync(join(folder, 'report.json'), 'utf8');

describe('a scan through a deployed app', { timeout: patience }, () => {
  test('ends with the report and the exit code of a scan on this machine', async () => {
    const { code, stdout, stderr } = await scanApp('--service', 'storage');
    expect(code).toBe(0);
    expect(stderr.split('\n')[0]).toBe(`APP ${stack.baseUrl}, where it is set to look.`);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`APP ${stack.baseUrl}, where it is set to look: `);
    expect(stdout).toContain('Worst findings');
    expect(readReport()).not.toContain(key);
    const written = reportFile.parse(JSON.parse(readReport()));
    expect(written.scan.requestedBy).toMatch(/^vigil\/\d/);
    expect(written.findings).toHaveLength(written.scan.findings.total);
    const found = await api.list(`scans/${written.scan.id}/findings?top=1000`);
    expect(written.findings).toHaveLength(found.length);
  });

  test.each([
    [3, ['--check', 'storage-blob-public-access', '--fail-on', 'critical']],
    [
      0,
      [
        '--check',
        'storage-blob-public-access',
        '--fail-on',
        'critical',
        '--tag',
        'nobody-has-this',
        '--min-coverage',
        '0',
      ],
    ],
    [4, ['--service', 'storage', '--min-coverage', '100']],
  ])('exits %i with %j', async (code, flags) => {
    expect((await scanApp(...flags)).code).toBe(code);
  });

  test('takes the key by a flag, too', async () => {
    const flags = ['--app', `${stack.baseUrl}/api`, '--key', key, '--check', 'storage-secure-transfer'];
    expect((await scan([...flags, '--min-coverage', '0'], {})).code).toBe(0);
  });

  test('prints report.json and nothing else with --format json', async () => {
    const { stdout } = await scanApp('--format', 'json', '--check', 'storage-secure-transfer');
    expect(stdout).toBe(readReport());
  });

  test('says what it would see with --preflight', async () => {
    const { code, stdout } = await scan(['--app', slow.baseUrl, '--preflight']);
    expect(code).toBe(0);
    expect(stdout).toContain('wholly readable');
  });

  /** A command that was interrupted in the middle of the scan that it follows. */
  async function interrupted(severities: readonly string[]) {
    const child = start('vigil.ts', ['--app', slow.baseUrl, '--severity', severities.join(',')], withKey);
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('Scan running')) child.kill('SIGINT');
    });
    return ended(child);
  }

  test('cancels its own scan at Ctrl-C', async () => {
    const { code, stdout } = await interrupted(['high']);
    expect(code).toBe(1);
    expect(stdout).toContain('the scan was cancelled');
  });

  test('leaves a scan that somebody else began to them at Ctrl-C', async () => {
    const others = openApi(slow.baseUrl);
    const { id } = await others.start({ severities: ['critical', 'high', 'low'] });
    await eventually(async () => (await others.scan(id)).status === 'running');
    const { code, stderr } = await interrupted(['critical', 'high', 'low']);
    expect(stderr).toContain(`vigil: Stopped: the scan ${id}, begun by end to end, goes on.`);
    expect(code).toBe(1);
    expect((await others.finished(id, patience)).status).toBe('completed');
  });
});

/** A server of something else. */
async function serve(status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Promise<string> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(String(request.headers['x-functions-key']));
    response.writeHead(status, { ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    expect(seen).not.toContain(key);
  });
  const address = server.address();
  return `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`;
}

describe('an app that cannot be used: exit 2 and one sentence', { timeout: patience }, () => {
  const filters = ['--check', 'storage-secure-transfer'];

  test.each([
    ['no key', {}, 'asks who is calling. Set VIGIL_APP_KEY to a function key'],
    ['a wrong key', { VIGIL_APP_KEY: 'wrong' }, 'refused the key. Give a function key'],
    ['a token where it takes none', { VIGIL_APP_TOKEN: 'jwt' }, 'refused the token of VIGIL_APP_TOKEN'],
  ])('%s', async (_what, environment, sentence) => {
    const { code, stdout, stderr } = await scan(['--app', stack.baseUrl, ...filters], environment);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n').at(-1)).toContain(`vigil: ${stack.baseUrl} ${sentence}`);
  });

  test.each([
    ['nothing there', 404, {}, '', 'is no Vigil: GET /api/health answered 404'],
    ['another web site', 200, {}, '<html>', 'is no Vigil of a version that this command knows'],
    [
      'a sign-in page',
      302,
      { location: 'https://login.example/?secret' },
      '',
      'leads elsewhere (GET /api/health answered 302',
    ],
    ['a stopped app', 403, {}, '', 'refused the call (403): the app is stopped'],
  ])('%s', async (_what, status, headers, body, sentence) => {
    const { code, stderr } = await scan(['--app', await serve(status, headers, body), ...filters]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('secret');
  });

  test('nobody at the address', async () => {
    const { code, stderr } = await scan(['--app', 'http://127.0.0.1:9', ...filters]);
    expect(code).toBe(2);
    expect(stderr).toContain('http://127.0.0.1:9 cannot be reached.');
  });

  test('a check that the app does not know', async () => {
    const { code, stderr } = await scanApp('--check', 'storage-of-tomorrow');
    expect(code).toBe(2);
    expect(stderr).toContain('There is no check "storage-of-tomorrow"');
  });
});

describe('the smoke test', { timeout: patience }, () => {
  const names = [
    'GET /api/health without a key: ok, version ',
    'GET /api/scans without a key: 401',
    'GET /api/scans with a bad key: 401',
    'POST /api/scans: 202, pending, ',
    'GET /api/scans/{scanId}: ',
    'the scan ends: completed',
    'GET Location without a key: completed',
    'GET /api/scans/{scanId}/findings: ',
    'GET /api/scans/{scanId}/errors: ',
    'DELETE /api/scans/{scanId}: 202',
    'GET /api/scans/{scanId} of no scan: 404, ScanNotFound',
  ];

  test('goes through every step of an app that works, and leaves no scan behind', async () => {
    const before = (await api.list('scans')).length;
    const { code, stdout } = await smoke(['--app', stack.baseUrl]);
    const printed = stdout.trimEnd().split('\n');
    expect(printed.map((line, index) => line.startsWith(`ok    ${names[index] ?? ''}`))).toEqual(names.map(() => true));
    expect(code).toBe(0);
    expect(await api.list('scans')).toHaveLength(before);
  });

  test('says what a wrong key costs, and skips what hangs on it', async () => {
    const { code, stdout } = await smoke(['--app', stack.baseUrl], { VIGIL_APP_KEY: 'wrong' });
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  POST /api/scans: answered 401; expected 200');
    expect(stdout).toContain('skip  the scan ends: there is no scan');
  });

  test('fails an app that anybody may call', async () => {
    const { code, stdout } = await smoke(['--app', slow.baseUrl]);
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  GET /api/scans without a key: answered 200; expected 401: anybody may call');
  });

  test.each([
    [[], 'smoke: --app is missing'],
    [['--app', 'http://vigil.contoso.com'], 'is not https'],
    [['--app', 'https://vigil.contoso.com', '--minutes', 'x'], '--minutes cannot be "x"'],
  ])('exits 2 for %j', async (flags, sentence) => {
    const { code, stderr } = await smoke(flags);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

test('no key comes to the logs of the app', () => {
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.filter((line) => line.includes(key))).toEqual([]);
});
