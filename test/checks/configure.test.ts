import { describe, expect, it } from 'vitest';
import { configure } from '../../lib/checks/configure.ts';
import { define, inVault } from '../../lib/checks/define.ts';
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

  const optional = define({
    ...facts,
    id: 'test-certificates',
    on: 'test/things',
    needs: { list: inVault('certificates', '7.4', 'a/b') },
    evaluate: () => [],
  });
  const plain = { checks: {}, parameters: defaultParameters };
  const reason = 'reads certificates from the vaults themselves; set KEY_VAULT_DATA_PLANE to true';

  it('switches off by default what is read from vaults themselves', () => {
    for (const given of [undefined, { keyVaultData: false }]) {
      const { checks, switchedOff } = configure([tls, optional], plain, given);
      expect(checks.map(({ id }) => id)).toEqual(['test-tls']);
      expect(switchedOff).toEqual([{ checkId: 'test-certificates', reason }]);
    }
  });

  it('keeps it where the operator asks for it, unless the organisation switches it off', () => {
    expect(configure([tls, optional], plain, { keyVaultData: true })).toMatchObject({
      checks: [{ id: 'test-tls' }, { id: 'test-certificates' }],
      switchedOff: [],
    });
    const config = { ...plain, checks: { 'test-certificates': { offBecause: 'None here' } } };
    for (const keyVaultData of [true, false]) {
      const { switchedOff } = configure([optional], config, { keyVaultData });
      expect(switchedOff).toEqual([{ checkId: 'test-certificates', reason: 'None here' }]);
    }
  });

  it('changes severities and judges by the parameters', () => {
    const parameters = { ...defaultParameters, acceptedTlsVersions: ['1.3'] as const };
    const { checks } = configure([tls], { checks: { 'test-tls': { severity: 'low' } }, parameters });
    expect(checks[0]?.severity).toBe('low');
    expect([verdictOf(checks, '1.3'), verdictOf(checks, '1.2')]).toEqual(['pass', 'fail']);
  });
});
