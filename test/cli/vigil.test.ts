import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** Runs the command as a user does, in a folder of its own. */
async function vigil(...flags: readonly string[]) {
  const { AZURE_SUBSCRIPTION_ID: _id, npm_lifecycle_event: _event, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...flags], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

describe('vigil --inventory', { timeout: 60_000 }, () => {
  it('judges a published ARM answer, writes report.json and exits 4 for what the file lacks', async () => {
    const { code, stdout, stderr } = await vigil('--inventory', accountGet);
    expect(code).toBe(4);
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe(`INVENTORY FILE ${accountGet}: judged offline, nothing was read from Azure.`);
    expect(stdout).toContain('sto8596 (res9407): properties.supportsHttpsTrafficOnly is false; expected true');
    expect(stdout).toContain('GET blobServices/default?api-version=2024-01-01 is not in the file');
    expect(stdout).not.toContain('\u001b');
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ scan: { id: 'offline' } });
  });

  it('exits 0 where what was asked for was seen, and 3 where --fail-on says so', async () => {
    const flags = ['--inventory', accountGet, '--check', 'storage-secure-transfer'];
    expect((await vigil(...flags)).code).toBe(0);
    expect((await vigil(...flags, '--fail-on', 'high')).code).toBe(3);
    expect((await vigil(...flags, '--fail-on', 'critical')).code).toBe(0);
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
