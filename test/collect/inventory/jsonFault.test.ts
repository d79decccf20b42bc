import { describe, expect, it } from 'vitest';
import { deepestNesting, jsonFault } from '../../../lib/collect/inventory/jsonFault.ts';

function accepted(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('jsonFault', () => {
  it.each([
    ...[
      '{}',
      '[]',
      ' [1, 2.5e-3, -0, true, false, null, "a"] ',
      '{"a":[1,{"b":"c"}],"d":{}}',
      '"\\u00e9\\n\\""',
      '"\ud800"',
      '7',
    ],
    ...[
      '',
      '  ',
      '[1,]',
      '[,1]',
      '{"a":1,}',
      '{"a"}',
      '{"a":}',
      '{1:2}',
      "{'a':1}",
      '[1 2]',
      '1 2',
      '{}{}',
      ']',
      '[}',
      '{]',
      '[1',
      '{"a":1',
    ],
    ...[
      'nul',
      'truee',
      '-',
      '01',
      '1.',
      '.5',
      '+1',
      'NaN',
      '"a',
      '"a\\q"',
      '"a\u0001"',
      '"a\n"',
      '"\\u12g4"',
      '\ufeff{}',
      'undefined',
      '/*a*/1',
    ],
  ])('judges %j as JSON.parse does', (text) => {
    expect(jsonFault(text) === undefined).toBe(accepted(text));
  });

  it.each([
    ['[1,\n 2 x]', 7, '"x" cannot stand there'],
    ['{"a" 1}', 5, '"1" cannot stand there'],
    ['{"a":"b', 7, 'the file ends inside a text'],
    ['[{"a":1},', 9, 'the file ends too early'],
  ])('says where and why %j breaks', (text, offset, what) => {
    expect(jsonFault(text)).toEqual({ offset, what });
  });

  it('takes the deepest nesting and refuses one more', () => {
    expect(jsonFault(nested(deepestNesting))).toBeUndefined();
    expect(jsonFault(nested(deepestNesting + 1))).toMatchObject({ what: 'it nests deeper than 256 levels' });
  });

  it('reads 5 MB of text in one value without filling the stack', () => {
    expect(jsonFault(JSON.stringify({ padding: 'x"\\'.repeat(2_000_000) }))).toBeUndefined();
  });
});
