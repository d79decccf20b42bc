import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLocalSettings, resolveSettings } from '../../../lib/local/host/localSettings.ts';

function folderWith(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  writeFileSync(join(folder, 'local.settings.json'), file);
  return folder;
}

test('numbers and booleans are read as text', () => {
  expect(readLocalSettings(folderWith('{"Values":{"A":"a","B":1,"C":true}}'))).toEqual({ A: 'a', B: '1', C: 'true' });
});

test('no file is no settings', () => {
  expect(readLocalSettings(mkdtempSync(join(tmpdir(), 'settings-')))).toEqual({});
});

test.for([
  ['{', 'local.settings.json is not JSON'],
  ['{"IsEncrypted":true,"Values":{}}', 'encrypted settings can be read by Core Tools alone'],
  ['{"Values":{"A":{}}}', 'local.settings.json cannot be used: Values.A'],
] as const)('%s is refused: %s', ([file, fault]) => {
  expect(() => readLocalSettings(folderWith(file))).toThrow(fault);
});

test('%NAME% becomes the setting, and a missing one is named', () => {
  expect(resolveSettings('%A%-%B%', { A: 'work', B: '1' })).toBe('work-1');
  expect(() => resolveSettings('%A%', { A: '' })).toThrow('The setting A, named in "%A%", is not set.');
});
