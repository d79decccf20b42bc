import { shown } from './markup.ts';

const escapes: Readonly<Record<string, string>> = {
  '<': String.raw`\u003c`,
  '>': String.raw`\u003e`,
  '&': String.raw`\u0026`,
  '\u2028': String.raw`\u2028`,
  '\u2029': String.raw`\u2029`,
};

function shownValue(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? shown(value) : value;
}

/** JSON that may stand inside a script element: nothing in it ends the element, and every text in it is fit to be shown. */
export function embeddedJson(value: object): string {
  return JSON.stringify(value, shownValue).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? '');
}
