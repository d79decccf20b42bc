import { expect, test } from 'vitest';
import { embeddedJson } from '../../../lib/report/html/embeddedJson.ts';
import { link, safeAddress } from '../../../lib/report/html/links.ts';
import { breakable, markup } from '../../../lib/report/html/markup.ts';

test('a text in a template is escaped, for an element and for a quoted attribute', () => {
  const name = `</b>&"'<img src=x>`;
  expect(markup`<b title="${name}">${name}</b>`.markup).toBe(
    '<b title="&lt;/b&gt;&amp;&quot;&#39;&lt;img src=x&gt;">&lt;/b&gt;&amp;&quot;&#39;&lt;img src=x&gt;</b>',
  );
});

test('markup in a template stands as it is, alone and in a list', () => {
  expect(markup`${markup`<i>1</i>`}${[markup`<b>2</b>`, markup`<b>3</b>`]}`.markup).toBe('<i>1</i><b>2</b><b>3</b>');
});

test('characters that reorder or hide text are shown by their number', () => {
  expect(markup`${'a\u202egnp.exe\u0000\u200b'}`.markup).toBe(String.raw`a\u{202e}gnp.exe\u{0}\u{200b}`);
});

test('an id may be broken after each slash and is escaped', () => {
  expect(breakable('/a/<b>').markup).toBe('/<wbr>a/<wbr>&lt;b&gt;');
});

test('embedded JSON holds nothing that ends its element or a line of a script', () => {
  const text = embeddedJson({ name: `</script><!--&\u2028\u2029\u202e"\\` });
  expect(text).not.toMatch(/[<>&\u2028\u2029\u202e]/);
  expect(JSON.parse(text)).toEqual({ name: String.raw`</script><!--&\u{2028}\u{2029}\u{202e}"` + '\\' });
});

test.each([
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'http://learn.microsoft.com/azure',
  'https://learn.microsoft.com.attacker.example/',
  'https://learn.microsoft.com@attacker.example/',
  'https://learn.microsoft.com:8443/',
  '//learn.microsoft.com/azure',
  'no address',
  '',
])('%s is no link', (address) => {
  expect(safeAddress(address)).toBe('');
  expect(link(address, 'text').markup).toBe('text');
});

test.each(['https://learn.microsoft.com/azure/x#y', 'https://portal.azure.com/#blade/a/b'])(
  '%s is a link',
  (address) => {
    expect(safeAddress(address)).toBe(address);
    expect(link(address, '<b>').markup).toBe(`<a href="${address}" rel="noopener noreferrer">&lt;b&gt;</a>`);
  },
);
