import { describe, expect, it } from 'vitest';
import { jsonReport } from '../../lib/report/json.ts';
import type { Report } from '../../lib/report/report.ts';
import { failed, report } from './smallReport.ts';

describe('jsonReport', () => {
  it('writes the same text for the same report whatever the order of its keys', () => {
    const { checkId, severity, ...flipped } = failed();
    const straight = report({ findings: [failed()] });
    const backwards = ({ errors, findings, source, tool, ...rest }: Report): Report => ({
      ...rest,
      findings,
      errors,
      tool,
      source,
    });
    const reversed = backwards({ ...straight, findings: [{ ...flipped, checkId, severity }] });
    expect(jsonReport(reversed)).toBe(jsonReport(straight));
  });

  it('begins with whose tenant it is and keeps every finding', () => {
    const text = jsonReport(report({ findings: [failed(), failed({ resourceName: 'two' })] }));
    expect(
      text.startsWith('{\n  "tool": {\n    "name": "vigil",\n    "version": "0.1.0"\n  },\n  "source": "SAMPLE TENANT'),
    ).toBe(true);
    expect(JSON.parse(text)).toEqual(report({ findings: [failed(), failed({ resourceName: 'two' })] }));
    expect(text.endsWith('}\n')).toBe(true);
  });
});
