import { afterEach, describe, expect, it } from 'vitest';
import { everyResource } from '../../../lib/local/sampleTenant/samples/defaultSample.ts';
import type { SampleOptions } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import { isRow } from '../../../lib/model/row.ts';
import { bodyOf, codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller } from './openCaller.ts';

const opened: Caller[] = [];
async function open(options: Partial<SampleOptions> = {}): Promise<Caller> {
  const caller = await openCaller({ sample: 'default', quotas: false, ...options });
  opened.push(caller);
  return caller;
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ tenant }) => tenant.close()));
});

const vaultToken = { authorization: 'Bearer sample-vault-token' };
const armToken = { authorization: 'Bearer sample-tenant-token' };
const at = (vault: string, path = 'certificates') => `/${vault}.vault.azure.net/${path}?api-version=7.4`;
const build = 'fabrikam-vault-build';

describe('a vault at its own address', () => {
  it('is where its row says, under a host of the real form', () => {
    const uris = everyResource()
      .filter(({ row }) => row['type'] === 'microsoft.keyvault/vaults')
      .map(({ row }) => [row['name'], isRow(row['properties']) && row['properties']['vaultUri']]);
    expect(uris.length).toBeGreaterThan(5);
    for (const [name, uri] of uris) expect(uri).toBe(`https://${String(name)}.vault.azure.net`);
  });

  it('lists less of a certificate than it shows of one', async () => {
    const caller = await open();
    const list = rowsOf(await caller.get(at(build), vaultToken), 'value');
    expect(list.map(({ id }) => id)).toEqual([
      `https://${build}.vault.azure.net/certificates/build-agents`,
      `https://${build}.vault.azure.net/certificates/package-signing`,
    ]);
    expect(list.some((one) => 'policy' in one)).toBe(false);
    const one = bodyOf(await caller.get(at(build, 'certificates/package-signing'), vaultToken));
    expect(one).toMatchObject({ policy: { key_props: { crv: 'P-256K' } }, attributes: { exp: 1704067200 } });
    const none = await caller.get(at(build, 'certificates/none'), vaultToken);
    expect([none.status, ...codesOf(none)]).toEqual([404, 'CertificateNotFound']);
  });

  it('takes tokens for vaults alone, which nothing else takes', async () => {
    const caller = await open();
    for (const headers of [armToken, {}]) {
      const refused = await caller.get(at(build), headers);
      expect([refused.status, ...codesOf(refused)]).toEqual([401, 'Unauthorized']);
    }
    const subscriptions = await caller.get('/subscriptions?api-version=2022-12-01', vaultToken);
    expect([subscriptions.status, ...codesOf(subscriptions)]).toEqual([401, 'InvalidAuthenticationToken']);
  });

  it.each([
    ['contoso-vault-payments', 'ForbiddenByConnection'],
    ['contoso-vault-ledger', 'ForbiddenByConnection'],
    ['contoso-vault-web', 'ForbiddenByFirewall'],
  ])('%s is closed to the internet: %s', async (vault, code) => {
    const caller = await open();
    const reply = await caller.get(at(vault), vaultToken);
    expect([reply.status, bodyOf(reply)['error']]).toMatchObject([403, { code: 'Forbidden', innererror: { code } }]);
  });

  it.each([
    [build, 'ForbiddenByRbac'],
    ['contoso-vault-2016', 'ForbiddenByPolicy'],
  ])('%s is refused with the action: %s', async (vault, code) => {
    const caller = await open({ refusedActions: ['Microsoft.KeyVault/vaults/certificates/read'] });
    const reply = await caller.get(at(vault), vaultToken);
    expect([reply.status, bodyOf(reply)['error']]).toMatchObject([403, { code: 'Forbidden', innererror: { code } }]);
  });

  it('knows its api-versions', async () => {
    const caller = await open();
    const reply = await caller.get(`/${build}.vault.azure.net/certificates?api-version=2026-02-01`, vaultToken);
    expect([reply.status, ...codesOf(reply)]).toEqual([400, 'BadParameter']);
  });

  it('that does not exist answers nothing', async () => {
    const caller = await open();
    await expect(caller.get(at('nobody-vault'), vaultToken)).rejects.toThrow();
  });
});

it('gives out each token for what it is asked for', async () => {
  const { tenant } = await open();
  const tokenFor = async (resource: string): Promise<unknown> => {
    const url = `${tenant.identityEndpoint}/msi/token?api-version=2019-08-01&resource=${encodeURIComponent(resource)}`;
    const answer: unknown = await (
      await fetch(url, { headers: { 'x-identity-header': String(tenant.environment['IDENTITY_HEADER']) } })
    ).json();
    return isRow(answer) && answer['access_token'];
  };
  expect(await tokenFor('https://vault.azure.net')).toBe('sample-vault-token');
  expect(await tokenFor('https://management.azure.com')).toBe('sample-tenant-token');
});
