import { describe, expect, test } from 'vitest';
import { catalogue } from '../../lib/checks/index.ts';
import { assess, sourceKey } from '../../lib/judge/assess.ts';
import { sourceName, type CatalogueCheck } from '../../lib/model/check.ts';
import type { Row } from '../../lib/model/row.ts';
import type { FoundRow, Origin, Subject } from '../../lib/model/subject.ts';
import type { Read } from '../../lib/model/verdict.ts';
import { rowsOf } from './checkTable.ts';
import { at, readGiven, type Given } from './given.ts';
import { account } from './storage/account.ts';
import { tables } from './tables.ts';

const subjectOf = (check: CatalogueCheck, row: Given['subject'], origin: Origin): Subject => ({
  id: String(row['id']),
  type: check.on,
  name: String(row['name']),
  subscriptionId: '',
  resourceGroup: '',
  location: '',
  row,
  origin,
});

/** As an answer of ARM, which proves what it lacks. */
function asFound(read: Read<readonly Row[]>): Read<readonly FoundRow[]> {
  if (read.state === 'unread') return read;
  return { state: 'read', value: read.value.map((row) => ({ id: '', type: '', location: '', row, origin: 'arm' })) };
}

function assessGiven(check: CatalogueCheck, given: Given, origin: Origin) {
  const read = readGiven(given);
  const needed = check.sources.filter((source) => sourceName(source) in given.reads);
  const reads = new Map(needed.map((source) => [sourceKey(source), asFound(read(source))]));
  return assess([check], subjectOf(check, given.subject, origin), reads, at);
}

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const givens = rowsOf(tables[id] ?? { pass: [], fail: [] }).map(([given]) => given);

  test('judges a row of Resource Graph as it judges an answer of ARM, or asks for one', () => {
    for (const given of givens) {
      const listed = assessGiven(check, given, 'resourceGraph');
      if (listed.confirm.length > 0) continue;
      expect(listed.outcomes[0]?.judged).toEqual(assessGiven(check, given, 'arm').outcomes[0]?.judged);
    }
  });
});

test('an account that Resource Graph shows whole needs no confirming read', () => {
  const whole = account({
    allowBlobPublicAccess: true,
    allowCrossTenantReplication: true,
    allowSharedKeyAccess: true,
    defaultToOAuthAuthentication: false,
    encryption: { keySource: 'Microsoft.Storage', requireInfrastructureEncryption: false },
    keyPolicy: { keyExpirationPeriodInDays: 365 },
    minimumTlsVersion: 'TLS1_0',
    privateEndpointConnections: [],
    publicNetworkAccess: 'Enabled',
  });
  const checks = catalogue.filter(
    (check) => check.on === 'microsoft.storage/storageaccounts' && check.sources.length === 0,
  );
  const confirming = checks.filter(
    (check) => assessGiven(check, { subject: whole, reads: {} }, 'resourceGraph').confirm.length > 0,
  );
  expect(confirming.map(({ id }) => id)).toEqual([]);
});
