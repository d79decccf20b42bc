import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { InventoryError } from '../../../lib/collect/inventory/inventoryError.ts';
import { readInventoryFile } from '../../../lib/collect/inventoryFile.ts';

const row = '{"id":"/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one","name":"one"}';

describe('readInventoryFile', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-inventory-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  function written(name: string, content: string | Buffer): string {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  }
  const large = written('large.json', '');
  truncateSync(large, 257 * 1024 * 1024);

  it.each([
    ['a file that is not there', join(folder, 'none.json'), 'none.json does not exist. Check the path.'],
    ['a folder', folder, 'is a folder.'],
    ['an empty file', written('empty.json', ''), 'is empty.'],
    ['a file of spaces', written('spaces.json', ' \n '), 'is empty.'],
    [
      'text',
      written('text.json', 'Name  Location\none   westeurope\n'),
      'is not usable JSON at line 1, column 1: "N" cannot stand there.',
    ],
    [
      'JSON that breaks off',
      written('cut.json', '{"data":[\n{"id":"a"},'),
      'at line 2, column 12: the file ends too early.',
    ],
    [
      'arrays nested 100,000 deep',
      written('deep.json', '['.repeat(100_000) + ']'.repeat(100_000)),
      'nests deeper than 256 levels',
    ],
    [
      'objects nested 100,000 deep',
      written('deeper.json', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
      'nests deeper than 256 levels',
    ],
    ['a file too large to judge', large, 'holds 257 MiB, more than the 256 MiB'],
    [
      'an empty export',
      written('none-in.json', '{"count":0,"data":[],"skip_token":null,"total_records":0}'),
      'holds no resource (it has no row).',
    ],
    ['a number', written('number.json', '7'), 'holds no resource (it has no row).'],
    [
      'an object of another kind',
      written('other.json', '{"parameters":{},"responses":{}}'),
      'holds no resource (row: it has no id).',
    ],
    ['rows without ids', written('ids.json', '[{"name":"one"}]'), 'holds no resource (row 1: it has no id).'],
  ])('refuses %s in words', async (_case, file, sentence) => {
    const reading = readInventoryFile(file);
    await expect(reading).rejects.toThrow(sentence);
    await expect(reading).rejects.toBeInstanceOf(InventoryError);
  });

  it.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${row}`, 'utf8')],
    ['UTF-16, as Windows PowerShell writes it', Buffer.from(`\ufeff${row}`, 'utf16le')],
  ])('reads %s', async (name, bytes) => {
    const { subjects } = await readInventoryFile(written(`${name}.json`, bytes));
    expect(subjects[0]?.name).toBe('one');
  });
});
