import { describe, expect, it } from 'vitest';
import { defaultParameters } from '../../lib/model/parameters.ts';
import { parseConfig } from '../../lib/scan/readConfig.ts';

const known = ['storage-a', 'storage-b'];
const parse = (value: unknown) =>
  parseConfig(typeof value === 'string' ? value : JSON.stringify(value), 'vigil.config.json', known);

describe('the configuration', () => {
  it('takes checks and parameters; what is not named stays', () => {
    const config = parse({
      checks: { 'storage-a': { enabled: false, reason: 'Not ours' }, 'storage-b': { severity: 'low' } },
      parameters: { accountKeyDays: 30 },
    });
    expect(config).toEqual({
      checks: { 'storage-a': { offBecause: 'Not ours' }, 'storage-b': { severity: 'low' } },
      parameters: { ...defaultParameters, accountKeyDays: 30 },
    });
  });

  it('may be empty', () => {
    expect(parse({})).toEqual({ checks: {}, parameters: defaultParameters });
  });

  it.each<[unknown, string]>([
    ['{"checks":', 'it is no JSON'],
    ['[]', 'expected object'],
    [{ check: {} }, 'check'],
    [{ checks: { 'storage-c': {} } }, 'checks.storage-c: there is no such check'],
    [{ checks: { 'storage-a': { enabled: false } } }, 'checks.storage-a.reason: a check is switched off with a reason'],
    [{ checks: { 'storage-a': { severity: 'worst' } } }, 'checks.storage-a.severity'],
    [{ parameters: { accountKeyDays: 0 } }, 'parameters.accountKeyDays'],
    [{ parameters: { acceptedTlsVersions: ['1.4'] } }, 'parameters.acceptedTlsVersions.0'],
    [{ parameters: { days: 3 } }, 'days'],
    [
      { checks: Object.fromEntries(known.map((id) => [id, { enabled: false, reason: 'off' }])) },
      'it switches every check off',
    ],
  ])('refuses %j and says what is wrong', (value, said) => {
    expect(() => parse(value)).toThrow(said);
    expect(() => parse(value)).toThrow(/^vigil\.config\.json cannot be used/);
  });
});
