import { describe, expect, it } from 'vitest';
import { configure } from '../../lib/checks/configure.ts';
import { define } from '../../lib/checks/define.ts';
import { isOneOf } from '../../lib/checks/property.ts';
import { minimumTls } from '../../lib/checks/minimumTls.ts';
import { defaultParameters } from '../../lib/model/parameters.ts';
import { at } from './given.ts';

const facts = { title: 'T', severity: 'high', why: 'W', fix: { text: 'F' }, reference: 'r', absent: 'A' } as const;
const tls = define({
  ...facts,
  id: 'test-tls',
  on: 'test/things',
  needs: {},
  evaluate: (subject, _data, _at, parameters) =>
    isOneOf(
      subject,
      'tls',
      minimumTls((version) => version, parameters),
    ),
});
const other = define({ ...facts, id: 'test-other', on: 'test/things', needs: {}, evaluate: () => [] });
const noReads = () => ({ state: 'read', value: [] }) as const;
const verdictOf = (checks: readonly (typeof tls)[], version: string) =>
  checks[0]?.judge({ tls: version }, noReads, at).judged[0]?.verdict;

describe('configure', () => {
  it('leaves the catalogue as it is by default', () => {
    const { checks, switchedOff } = configure([tls, other], { checks: {}, parameters: defaultParameters });
    expect(checks.map(({ id, severity }) => [id, severity])).toEqual([
      ['test-tls', 'high'],
      ['test-other', 'high'],
    ]);
    expect(switchedOff).toEqual([]);
    expect([verdictOf(checks, '1.2'), verdictOf(checks, '1.1')]).toEqual(['pass', 'fail']);
  });

  it('takes out what is switched off and says why', () => {
    const config = { checks: { 'test-tls': { offBecause: 'No TLS here' } }, parameters: defaultParameters };
    const { checks, switchedOff } = configure([tls, other], config);
    expect(checks.map(({ id }) => id)).toEqual(['test-other']);
    expect(switchedOff).toEqual([{ checkId: 'test-tls', reason: 'No TLS here' }]);
  });

  it('changes severities and judges by the parameters', () => {
    const parameters = { ...defaultParameters, acceptedTlsVersions: ['1.3'] as const };
    const { checks } = configure([tls], { checks: { 'test-tls': { severity: 'low' } }, parameters });
    expect(checks[0]?.severity).toBe('low');
    expect([verdictOf(checks, '1.3'), verdictOf(checks, '1.2')]).toEqual(['pass', 'fail']);
  });
});
