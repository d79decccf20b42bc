import { child, define } from '../../../lib/checks/define.ts';
import { fail, isOneOf, isTrue, pass } from '../../../lib/checks/property.ts';
import type { CatalogueCheck, Check } from '../../../lib/model/check.ts';
import { subscriptionType } from '../../../lib/model/resourceTypes.ts';
import type { Judged } from '../../../lib/model/verdict.ts';

export const accountType = 'microsoft.storage/storageaccounts';

type Own = Pick<Check<Record<string, never>>, 'id' | 'evaluate'> & Partial<Pick<CatalogueCheck, 'severity' | 'on'>>;

/** A check on storage accounts of which only the judging matters. */
export function testCheck({ id, evaluate, severity = 'low', on = accountType }: Own): CatalogueCheck {
  const facts = { title: id, why: 'it is a test', fix: { text: 'none' }, reference: 'https://example.com', absent: '' };
  return define({ ...facts, id, severity, on, needs: {}, evaluate });
}

const blobServices = child('blobServices/default', '2024-01-01', 'Microsoft.Storage/storageAccounts/blobServices/read');

const retention: CatalogueCheck = define({
  id: 'other-retention',
  title: 'Deleted blobs are kept',
  severity: 'critical',
  why: 'it is a test',
  fix: { text: 'none' },
  reference: 'https://example.com',
  absent: '',
  on: accountType,
  needs: { blob: blobServices },
  evaluate: (_account, { blob }) => isTrue(blob, 'properties.deleteRetentionPolicy.enabled'),
});

/** Few and quick: a property, an enumeration, a child, and one on the subscription. */
export const testCatalogue: readonly CatalogueCheck[] = [
  testCheck({
    id: 'test-https',
    severity: 'high',
    evaluate: (account) => isTrue(account, 'properties.supportsHttpsTrafficOnly'),
  }),
  testCheck({
    id: 'test-tls',
    severity: 'medium',
    evaluate: (account) =>
      isOneOf(account, 'properties.minimumTlsVersion', {
        safe: ['TLS1_2', 'TLS1_3'],
        unsafe: ['TLS1_0', 'TLS1_1'],
        absentIs: 'TLS1_0',
      }),
  }),
  retention,
  testCheck({ id: 'test-subscription', on: subscriptionType, evaluate: () => pass('id', 'set', 'set') }),
];

/** A check that fails for so many sub-keys of each account. */
export function manySubKeys(count: number): CatalogueCheck {
  const judged = Array.from({ length: count }, (_, index): Judged => ({
    ...fail('keys', String(index), 'none'),
    subKey: `key-${String(index)}`,
  }));
  return testCheck({ id: 'test-many', evaluate: () => judged });
}
