import { describe, expect, test } from 'vitest';
import { MalformedError } from '../../lib/checks/define.ts';
import {
  becauseText,
  isFalse,
  isOneOf,
  isTrue,
  judgePart,
  observedText,
  rowsAt,
  valueAt,
} from '../../lib/checks/property.ts';

describe('valueAt', () => {
  test.each([
    [{ properties: { a: { b: false } } }, 'properties.a.b', false],
    [{ properties: { a: { b: null } } }, 'properties.a.b', undefined],
    [{ properties: { a: {} } }, 'properties.a.b', undefined],
    [{ properties: { a: null } }, 'properties.a.b', undefined],
    [{ properties: {} }, 'properties.a.b', undefined],
    [{ sku: null }, 'sku.name', undefined],
    [{}, 'sku.name', undefined],
    [{}, 'kind', undefined],
  ])('%j at %s is %s', (row, path, value) => {
    expect(valueAt(row, path)).toBe(value);
  });

  test.each([
    [{}, 'properties.a', 'properties is not set'],
    [{ properties: null }, 'properties.a.b', 'properties is not set'],
    [{ properties: 'a' }, 'properties.a', 'properties is "a", not an object'],
    [{ properties: { a: [] } }, 'properties.a.b', 'properties.a is [], not an object'],
    [{ properties: { a: 7 } }, 'properties.a.b.c', 'properties.a is 7, not an object'],
  ])('%j at %s is malformed: %s', (row, path, message) => {
    expect(() => valueAt(row, path)).toThrow(new MalformedError(message));
  });
});

describe('rowsAt', () => {
  test.each([
    [{ list: null }, undefined],
    [{ list: [] }, []],
    [{ list: [{ a: 1 }] }, [{ a: 1 }]],
  ])('%j holds %j', (row, rows) => {
    expect(rowsAt(row, 'list')).toEqual(rows);
  });

  test.each([
    [{ list: {} }, 'list is {}, not a list'],
    [{ list: [{}, null] }, 'list[1] is not set, not an object'],
  ])('%j is malformed: %s', (row, message) => {
    expect(() => rowsAt(row, 'list')).toThrow(new MalformedError(message));
  });
});

describe('observedText', () => {
  test.each([
    [undefined, 'not set'],
    [null, 'not set'],
    ['', '""'],
    ['true', '"true"'],
    [true, 'true'],
    [[], '[]'],
  ])('%j reads %s', (value, text) => {
    expect(observedText(value)).toBe(text);
  });

  test('cuts what is too long for a line', () => {
    expect(observedText('x'.repeat(5_000_000))).toHaveLength(201);
    expect(observedText('x'.repeat(198))).toBe(`"${'x'.repeat(198)}"`);
  });
});

describe('judges', () => {
  const text = (verdict: ReturnType<typeof isTrue>) =>
    'because' in verdict ? `${verdict.verdict}: ${becauseText(verdict.because)}` : verdict;

  test('an absent property is judged as its documented default and says so', () => {
    expect(text(isTrue({}, 'a', { absentIs: true }))).toBe('pass: a is not set (default true); expected true');
    expect(text(isFalse({}, 'a', { absentIs: true }))).toBe('fail: a is not set (default true); expected false');
    expect(text(isOneOf({}, 'a', { safe: ['x'], unsafe: [], absentIs: 'x' }))).toBe(
      'pass: a is not set (default "x"); expected "x"',
    );
  });

  test('an absent property without a documented default fails', () => {
    expect(text(isTrue({}, 'a'))).toBe('fail: a is not set; expected true');
    expect(text(isOneOf({}, 'a', { safe: ['x', 'y'], unsafe: [] }))).toBe('fail: a is not set; expected "x" or "y"');
  });

  test('the default never stands in for a value of another type', () => {
    expect(text(isTrue({ a: 'true' }, 'a', { absentIs: true }))).toBe('fail: a is "true"; expected true');
  });

  test('a part that is malformed becomes unknown, and any other error stays an error', () => {
    const malformed = () => {
      throw new MalformedError('a is 7, not text');
    };
    const unknown = {
      verdict: 'unknown',
      reason: 'malformed',
      detail: 'a is 7, not text',
      permission: '',
      subKey: 'b',
    };
    expect(judgePart('b', malformed)).toEqual(unknown);
    const broken = () => {
      throw new TypeError('a bug');
    };
    expect(() => judgePart('b', broken)).toThrow(TypeError);
  });
});
