import { describe, expect, it } from 'vitest';
import { openJson } from '../../lib/report/json.ts';
import type { Report } from '../../lib/report/report.ts';
import { failing, hostileFinding, manyFindings, oneOfEach, sampleReport, written } from './sampleFindings.ts';

// What is new stands among the findings.
const { newFindings: _new, ...shown } = sampleReport();

describe('openJson', () => {
  it.each([
    ['none', []],
    ['one', [failing()]],
    ['one of each', oneOfEach],
    ['a hostile one', [hostileFinding()]],
  ])('writes the whole report and every finding last: %s', (_case, findings) => {
    const text = written(openJson(), sampleReport(), findings);
    const parsed: unknown = JSON.parse(text);
    expect(parsed).toEqual({ ...shown, findings });
    expect(Object.keys(shown).length + 1).toBe(text.match(/^ {2}"/gm)?.length);
    expect(text).toBe(`${JSON.stringify(parsed, undefined, 2)}\n`);
    expect(text.lastIndexOf('\n  "')).toBe(text.indexOf('\n  "findings": ['));
  });

  it('begins with whose tenant it is', () => {
    const start = '{\n  "tool": {\n    "name": "vigil",\n    "version": "0.1.0"\n  },\n  "source": "SAMPLE TENANT';
    expect(written(openJson(), sampleReport(), []).startsWith(start)).toBe(true);
  });

  it('writes the same text whatever the order of the keys', () => {
    const { checkId, severity, ...flipped } = failing();
    const backwards = ({ errors, source, tool, ...rest }: Report): Report => ({ ...rest, errors, tool, source });
    const straight = written(openJson(), sampleReport(), [failing()]);
    expect(written(openJson(), backwards(sampleReport()), [{ ...flipped, checkId, severity }])).toBe(straight);
  });

  it('writes 10,000 findings one by one and holds none of them', () => {
    const writer = openJson();
    let text = writer.begin(sampleReport());
    for (const finding of manyFindings(10_000)) {
      const added = writer.add(finding);
      expect(JSON.parse(added.replace(/^,/, ''))).toEqual(finding);
      text += added;
    }
    const last = writer.end();
    expect(last).toBe('\n  ]\n}\n');
    expect(JSON.parse(text + last)).toMatchObject({ findings: { length: 10_000 } });
  });
});
