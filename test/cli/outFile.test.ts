import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkOutFile } from '../../lib/cli/outFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigil-out-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
mkdirSync(join(folder, 'report.html'));
writeFileSync(join(folder, 'report.json'), '{}');

describe('checkOutFile', () => {
  it.each(['new.json', 'report.json'])('takes %s', async (name) => {
    await expect(checkOutFile(join(folder, name))).resolves.toBeUndefined();
  });

  it('refuses a folder that is not there', async () => {
    const file = join(folder, 'none', 'report.json');
    await expect(checkOutFile(file)).rejects.toThrow(
      `--out ${file}: there is no folder ${join(folder, 'none')}; make it first.`,
    );
  });

  it('refuses a file where a folder should be', async () => {
    const file = join(folder, 'report.json', 'x.json');
    await expect(checkOutFile(file)).rejects.toThrow(`there is no folder ${join(folder, 'report.json')}`);
  });

  it('refuses a folder, and names the flag that asks for it', async () => {
    const file = join(folder, 'report.html');
    await expect(checkOutFile(file)).rejects.toThrow(`--out ${file} is a folder: name a file in it.`);
    await expect(checkOutFile(file, '--report')).rejects.toThrow(`--report ${file} is a folder`);
    await expect(checkOutFile(`${folder}/new/`)).rejects.toThrow(`--out ${folder}/new/ is a folder`);
  });

  // A report that takes its place would be the end of it.
  it('refuses a device', async () => {
    await expect(checkOutFile('/dev/null')).rejects.toThrow('--out /dev/null is no ordinary file');
  });

  it('refuses a place where nothing may be written, which to root is none', async () => {
    const said = await checkOutFile('/report.json').catch((error: unknown) => String(error));
    const isRoot = process.getuid?.() === 0;
    expect(said).toEqual(isRoot ? undefined : expect.stringContaining('--out /report.json cannot be written'));
  });
});
