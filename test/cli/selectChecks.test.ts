import { describe, expect, it } from 'vitest';
import { selectChecks } from '../../lib/cli/selectChecks.ts';
import { catalogue } from '../../lib/checks/index.ts';

const all = { checks: [], services: [], severities: [] };

describe('selectChecks', () => {
  it('takes the whole catalogue without filters', () => {
    expect(selectChecks(all, catalogue)).toEqual(catalogue);
  });

  it('takes what passes every filter', () => {
    const high = selectChecks({ ...all, services: ['storage'], severities: ['high'] }, catalogue);
    expect(high.length).toBeGreaterThan(0);
    expect(new Set(high.map(({ severity }) => severity))).toEqual(new Set(['high']));
  });

  it('names the nearest check of one that does not exist', () => {
    expect(() => selectChecks({ ...all, checks: ['storage-secure-transfers'] }, catalogue)).toThrow(
      '--check knows no "storage-secure-transfers": did you mean storage-secure-transfer?',
    );
  });

  it('names the services there are', () => {
    expect(() => selectChecks({ ...all, services: ['blob'] }, catalogue)).toThrow(
      /^--service knows no "blob": use aks, .*, sql, storage\.$/,
    );
  });

  it('says why a check is switched off', () => {
    const command = { ...all, checks: ['storage-secure-transfer'] };
    const switchedOff = [{ checkId: 'storage-secure-transfer', reason: 'not ours' }];
    expect(() => selectChecks(command, [], switchedOff)).toThrow(
      '--check storage-secure-transfer is switched off: not ours.',
    );
  });

  it('refuses filters that leave nothing', () => {
    expect(() => selectChecks({ ...all, checks: ['storage-secure-transfer'], severities: ['low'] }, catalogue)).toThrow(
      'leave no check together',
    );
  });
});
