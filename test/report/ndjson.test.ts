import { describe, expect, it } from 'vitest';
import { openNdjson } from '../../lib/report/ndjson.ts';
import { hostileFinding, manyFindings, oneOfEach, sampleReport, written } from './sampleFindings.ts';

function linesOf(text: string): readonly string[] {
  if (text !== '') expect(text.endsWith('\n')).toBe(true);
  // All that some reader takes for the end of a line.
  return text.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/).slice(0, -1);
}

describe('openNdjson', () => {
  it.each([
    ['none', []],
    ['one of each', oneOfEach],
    ['a hostile one', [hostileFinding({ resourceName: 'a\u0085b\u2028c\u2029d\ud800e' })]],
  ])('writes each record whole on a line of its own: %s', (_case, findings) => {
    const lines = linesOf(written(openNdjson(), sampleReport(), findings));
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(findings);
  });

  it('writes 10,000 findings one by one and holds none of them', () => {
    const writer = openNdjson();
    expect(writer.begin(sampleReport())).toBe('');
    for (const finding of manyFindings(10_000)) expect(JSON.parse(writer.add(finding))).toEqual(finding);
    expect(writer.end()).toBe('');
  });
});
