import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'vigil-cli-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const script = join(import.meta.dirname, '../../lib/cli/vigil.ts');
// A short name: lines of the report are wrapped.
const accountGet = 'account.json';
copyFileSync(join(import.meta.dirname, '../collect/inventory/storageAccountGet.json'), join(folder, accountGet));

/** Runs a program in a folder of its own. */
async function run(program: string, parameters: readonly string[]) {
  const { AZURE_SUBSCRIPTION_ID: _id, npm_lifecycle_event: _event, ...env } = process.env;
  const child = spawn(program, parameters, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

/** Runs the command as a user does. */
const vigil = (...flags: readonly string[]) => run(process.execPath, [script, ...flags]);

describe('vigil --inventory', { timeout: 60_000 }, () => {
  it('judges a published ARM answer, writes report.json and exits 4 for what the file lacks', async () => {
    const { code, stdout, stderr } = await vigil('--inventory', accountGet);
    expect(code).toBe(4);
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe(`INVENTORY FILE ${accountGet}: judged offline, nothing was read from Azure.`);
    expect(stdout).toContain('sto8596 (res9407): properties.supportsHttpsTrafficOnly is false; expected true');
    expect(stdout).toContain('GET blobServices/default?api-version=2024-01-01 is not in the file');
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'keyvault-certificate-expiry (reads certificates from the vaults themselves; set KEY_VAULT_DATA_PLANE to true)',
    );
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/The whole report is in report\.json\. Also written: report\.html\. Exit 4: /);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ scan: { id: 'offline' } });
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/i);
  });

  it('exits 0 where what was asked for was seen, and 3 where --fail-on says so', async () => {
    const flags = ['--inventory', accountGet, '--check', 'storage-secure-transfer'];
    expect((await vigil(...flags)).code).toBe(0);
    expect((await vigil(...flags, '--fail-on', 'high')).code).toBe(3);
    expect((await vigil(...flags, '--fail-on', 'critical')).code).toBe(0);
  });

  it('exits 3 where the low end of the score is lower than --fail-on-score', async () => {
    const flags = ['--inventory', accountGet, '--check', 'storage-secure-transfer'];
    const { code, stdout } = await vigil(...flags, '--fail-on-score', '0.01');
    expect(code).toBe(3);
    expect(stdout).toContain('Exit 3: the score may be as low as 0, less than 0.01.');
    expect((await vigil(...flags, '--fail-on-score', '0')).code).toBe(0);
  });

  it('writes the reports that are asked for beside --out, and no other', async () => {
    const flags = ['--inventory', accountGet, '--record', 'all'];
    const { stdout } = await vigil(...flags, '--out', 'all.json', '--report', 'csv,ndjson,sarif,markdown');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Also written: all.csv, all.ndjson, all.sarif, all.md.');
    await vigil(...flags, '--out', 'alone.json', '--report', 'none');
    const names = readdirSync(folder).filter((name) => name.startsWith('al'));
    expect(names.toSorted()).toEqual(['all.csv', 'all.json', 'all.md', 'all.ndjson', 'all.sarif', 'alone.json']);
    const lines = readFileSync(join(folder, 'all.ndjson'), 'utf8').trim().split('\n');
    const statuses = new Set(lines.map((line) => /"status":"(\w+)"/.exec(line)?.[1]));
    expect(statuses).toEqual(new Set(['fail', 'unknown', 'pass']));
  });

  it('leaves no file behind that could not be written whole, and says why in one sentence', async () => {
    // Some blocks of a file: the disk of this process is full soon.
    const limited = `ulimit -f 8 && exec "$0" "$@"`;
    const flags = [script, '--inventory', accountGet, '--out', 'full.json'];
    const { code, stdout, stderr } = await run('sh', ['-c', limited, process.execPath, ...flags]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^vigil: EFBIG: [^\n]+\n$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('full'))).toEqual([]);
  });

  it('prints report.json and nothing else with --format json', async () => {
    const { stdout, stderr, code } = await vigil('--inventory', accountGet, '--format', 'json', '--out', 'other.json');
    expect(code).toBe(4);
    expect(stdout).toBe(readFileSync(join(folder, 'other.json'), 'utf8'));
    expect(stderr).toMatch(/^Exit 4: only [\d.]+ % of what was asked for could be seen, less than 95 %\.\n$/);
  });

  it.each([
    ['--inventory', 'none.json', 'vigil: none.json does not exist. Check the path.\n'],
    [
      '--inventory',
      '.',
      'vigil: . is a folder. Give JSON as "az graph query -q resources -o json" prints it, in one file.\n',
    ],
    [
      '--inventory',
      'deep.json',
      'vigil: deep.json is not usable JSON at line 1, column 257: it nests deeper than 256 levels.',
    ],
    ['--out', 'none/report.json', 'vigil: --out none/report.json: there is no folder '],
    ['--out', '.', 'vigil: --out . is a folder: name a file in it.\n'],
    [
      '--out',
      'report.html',
      'vigil: --out report.html is where the whole report goes, as JSON: give --out report.json',
    ],
    ['--report', 'pdf', 'vigil: --report cannot be "pdf": use html, csv, ndjson, json, sarif, markdown or none.\n'],
    ['--check', 'storage-nothing', 'vigil: --check knows no "storage-nothing": did you mean '],
    ['--sample', 'other', 'vigil: --sample cannot be "other": use default, broken, blind or empty.\n'],
  ])('refuses %s %s with exit 2 and one sentence', async (flag, value, sentence) => {
    writeFileSync(join(folder, 'deep.json'), '['.repeat(100_000) + ']'.repeat(100_000));
    const { code, stdout, stderr } = await vigil(flag, value);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
