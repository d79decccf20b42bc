import { createHash } from 'node:crypto';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { scriptHash, styleHash } from '../../../lib/report/html/browser/contentHashes.ts';
import { pageScript } from '../../../lib/report/html/browser/pageScript.ts';
import { pageStyle } from '../../../lib/report/html/browser/pageStyle.ts';

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

test('the policy names the hash of the script and of the style', () => {
  expect({ scriptHash, styleHash }).toEqual({ scriptHash: hashOf(pageScript), styleHash: hashOf(pageStyle) });
});

test('the style and the script load nothing', () => {
  expect(pageStyle).not.toMatch(/url\(|@import|@font-face/);
  expect(pageScript).not.toMatch(/https?:|fetch\(|XMLHttpRequest|import\(|WebSocket/);
});

test('the script makes no element of text', () => {
  expect(pageScript).not.toMatch(/(inner|outer)HTML|insertAdjacentHTML|document\.write|eval\(|Function\(|DOMParser/);
});

test('the script fits the types of a browser', () => {
  const name = '/pageScript.js';
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  };
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (file, language) =>
      file === name ? ts.createSourceFile(name, pageScript, language) : disk.getSourceFile(file, language),
  };
  const found = ts.getPreEmitDiagnostics(ts.createProgram([name], options, host));
  const lines = pageScript.split('\n');
  expect(
    found.map(({ messageText, file, start }) => {
      const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line : 0;
      return `${ts.flattenDiagnosticMessageText(messageText, ' ')}: ${lines[line] ?? ''}`;
    }),
  ).toEqual([]);
});
