import { describe, expect, it } from 'vitest';
import { fitText, joinText, splitText } from '../../lib/store/text.ts';

const longest = 30_000;

describe('a text', () => {
  it.each([0, 1, longest - 1, longest])('of %i units stays one property', (length) => {
    expect(splitText({ trace: 'x'.repeat(length) })).toEqual({ trace: 'x'.repeat(length) });
  });

  it.each([longest + 1, 2 * longest, 2 * longest + 1, 400_000])(
    'of %i units comes back whole from its pieces',
    (length) => {
      const trace = Array.from({ length }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');
      const split = splitText({ trace, part: '00' });
      const pieces = Object.entries(split).filter(([name]) => name.startsWith('trace'));
      expect(pieces).toHaveLength(Math.ceil(length / longest));
      expect(pieces.every(([, piece]) => String(piece).length <= longest)).toBe(true);
      expect(joinText(split)).toEqual({ trace, part: '00' });
    },
  );

  it('comes back whole whatever the order in which storage gives the pieces', () => {
    const trace = `${'a'.repeat(longest)}${'b'.repeat(longest)}c`;
    const shuffled = Object.fromEntries(Object.entries(splitText({ trace })).toReversed());
    expect(joinText(shuffled)).toEqual({ trace });
  });

  it('is never split inside a character, which storage would replace', () => {
    for (const before of ['', 'x']) {
      const trace = before + '𝄞'.repeat(40_000);
      const split = splitText({ trace });
      expect(Object.values(split).every((piece) => String(piece).isWellFormed())).toBe(true);
      expect(Object.values(split).every((piece) => String(piece).length <= longest)).toBe(true);
      expect(joinText(split)).toEqual({ trace });
    }
  });

  it('loses half a character, which is none', () => {
    expect(splitText({ detail: '𝄞'.slice(0, 1) })).toEqual({ detail: '\uFFFD' });
  });

  it('keeps its place beside numbers, booleans and names that look like pieces', () => {
    const properties = { count: 3, whole: true, a__b: 'x', empty: '' };
    expect(joinText(splitText(properties))).toEqual(properties);
  });

  it('is refused where a row could not hold it', () => {
    expect(() => splitText({ trace: 'x'.repeat(500_001) })).toThrow(RangeError);
    expect(() => splitText({ a: 'x'.repeat(250_000), b: 'x'.repeat(260_000) })).toThrow(RangeError);
  });

  it('says itself how much of it does not fit', () => {
    expect(fitText('x'.repeat(10), 10)).toBe('x'.repeat(10));
    expect(fitText('x'.repeat(12), 10)).toBe(
      `${'x'.repeat(10)}\n[2 of 12 characters do not fit a table row and were left out]`,
    );
    expect(fitText(`${'x'.repeat(9)}𝄞`, 10).isWellFormed()).toBe(true);
    expect(splitText({ trace: fitText('x'.repeat(5_000_000)) })).toBeDefined();
  });
});

describe('a row', () => {
  it('holds 252 properties and no more', () => {
    const of = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${String(index)}`, index]));
    expect(Object.keys(splitText(of(252)))).toHaveLength(252);
    expect(() => splitText(of(253))).toThrow(RangeError);
  });
});
