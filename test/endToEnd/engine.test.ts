import { describe, expect, test } from 'vitest';
import type { Answer, Api } from './support/callApi.ts';
import { scanOnce, withStack } from './support/withStack.ts';

const patience = 90_000;
const keyVault = 'Microsoft.KeyVault/vaults/read';

const ofSubscription = (scopes: readonly Answer[], name: string): Answer | undefined =>
  scopes.find((scope) => scope['name'] === name);

describe('preflight', () => {
  test(
    'names each missing permission, where, and what it costs; the scan then comes to that',
    { timeout: patience },
    async () => {
      const sample = ['--sample', 'default', '--no-quotas', '--refuse', keyVault];
      await withStack({ sample, environment: { ARM_PACING: 'none' } }, async (_stack, api: Api) => {
        const scopes = await api.list('scopes?top=1');
        expect(scopes.map(({ name, readable }) => [name, readable])).toEqual([
          ['Contoso Corp.', 'whole'],
          ['Contoso Production', 'partly'],
          ['Fabrikam Development', 'partly'],
          ['Tailspin Sandbox', 'partly'],
        ]);
        const missing = (name: string) => ofSubscription(scopes, name)?.['missing'];
        expect(missing('Fabrikam Development')).toEqual([
          expect.objectContaining({ permission: keyVault }),
          expect.objectContaining({
            permission: 'Microsoft.Storage/storageAccounts/managementPolicies/read',
            reason: 'denied',
            checks: ['storage-lifecycle-policy'],
          }),
        ]);
        const { findings } = await scanOnce(api, patience, { services: ['keyvault'] });
        const hidden = findings.filter(({ permission }) => permission === keyVault);
        expect(new Set(hidden.map(({ status }) => status))).toEqual(new Set(['unknown']));
        expect(hidden.filter(({ checkId }) => checkId === 'keyvault-soft-delete')).toHaveLength(3);
        const unseen = await api.call('GET', 'scopes?subscription=00000000-0000-0000-0000-000000000009');
        expect(await unseen.json()).toMatchObject({ value: [{ readable: 'none' }] });
      });
    },
  );
});

describe('a narrowed scan', () => {
  const vault = /\/vaults\/[^/]+$/;

  test(
    'judges just the resources asked for, with their joins, and says which are not there',
    { timeout: patience },
    async () => {
      await withStack(
        { sample: ['--sample', 'default', '--no-quotas'], environment: { ARM_PACING: 'none' } },
        async (_stack, api) => {
          const whole = await scanOnce(api, patience, {
            checks: ['network-admin-ports-reachable'],
          });
          const reached = whole.findings.find(({ status }) => status === 'fail');
          const id = String(reached?.['resourceId']);
          const gone = id.replace(/[^/]+$/, 'gone');
          const result = await scanOnce(api, patience, {
            resourceIds: [id, gone],
            checks: ['network-admin-ports-reachable'],
          });
          const own = whole.findings.filter(({ resourceId }) => resourceId === id);
          expect(result.findings.filter(({ resourceId }) => resourceId === id)).toEqual(own);
          const others = result.findings.filter(({ resourceId }) => resourceId !== id);
          expect(others).toEqual([
            expect.objectContaining({ resourceId: gone.toLowerCase(), status: 'unknown', reason: 'notFound' }),
          ]);
          expect(result.scan).toMatchObject({ status: 'completedWithErrors', progress: { resourcesJudged: 2 } });
        },
      );
    },
  );

  test('keeps to a tag, and leaves a subscription out', { timeout: patience }, async () => {
    const sample = ['--resources', '80', '--subscriptions', '2', '--marker-on', '3'];
    await withStack({ sample, environment: { ARM_PACING: 'none' } }, async (_stack, api) => {
      const tagged = await scanOnce(api, patience, { tags: ['marker'], services: ['keyvault'] });
      expect(tagged.scan).toMatchObject({ progress: { resourcesJudged: 1, resourcesListed: 1 } });
      expect(new Set(tagged.findings.map(({ resourceId }) => resourceId)).size).toBe(1);
      const excluded = { excludedSubscriptions: ['5a9e0000-1000-4000-8000-000000000000'], services: ['keyvault'] };
      const left = await scanOnce(api, patience, excluded);
      expect(left.scan).toMatchObject({ coverage: { subscriptionsAsked: 1, subscriptionsListed: 1 } });
      expect(
        left.findings.filter(({ subscriptionId }) => subscriptionId === excluded.excludedSubscriptions[0]),
      ).toEqual([]);
      expect(left.findings.some(({ resourceId }) => vault.test(String(resourceId)))).toBe(true);
    });
  });
});

test(
  "an organisation's own rules switch checks off, change severities and are shown",
  { timeout: patience },
  async () => {
    const config = {
      checks: {
        'storage-geo-redundancy': { enabled: false, reason: 'One region is enough for us' },
        'storage-minimum-tls': { severity: 'critical' },
      },
      parameters: { acceptedTlsVersions: ['1.3'] },
    };
    const environment = { VIGIL_CONFIG: JSON.stringify(config), ARM_PACING: 'none' };
    await withStack({ sample: ['--resources', '16', '--accounts-only'], environment }, async (_stack, api) => {
      const { checks, coverage, findings } = await scanOnce(api, patience);
      expect(checks.some(({ checkId }) => checkId === 'storage-geo-redundancy')).toBe(false);
      const certificates = 'reads certificates from the vaults themselves; set KEY_VAULT_DATA_PLANE to true';
      expect(coverage['switchedOff']).toEqual([
        { checkId: 'keyvault-certificate-expiry', reason: certificates },
        { checkId: 'keyvault-certificate-key-algorithm', reason: certificates },
        { checkId: 'storage-geo-redundancy', reason: 'One region is enough for us' },
      ]);
      const tls = findings.filter(({ checkId }) => checkId === 'storage-minimum-tls');
      expect(tls.length).toBeGreaterThan(0);
      expect(tls[0]).toMatchObject({ severity: 'critical', because: { expected: '"TLS1_3"' } });
      expect((await api.call('GET', 'checks/storage-geo-redundancy')).status).toBe(404);
      expect(await api.get('checks/storage-minimum-tls')).toMatchObject({
        subject: { type: 'Microsoft.Storage/storageAccounts' },
        severity: 'critical',
      });
    });
  },
);
