import type { TokenCredential } from '@azure/core-auth';
import { describe, expect, it } from 'vitest';
import type { CollectorOptions } from '../../lib/collect/openCollector.ts';
import type { VaultSource } from '../../lib/model/check.ts';
import type { Row } from '../../lib/model/row.ts';
import type { Subject } from '../../lib/model/subject.ts';
import { collectorAt, refuse, startFakeAzure, testCredential } from './support/fakeAzure.ts';
import type { Call, FakeAzure, Reply } from './support/fakeAzure.ts';
import { subject as account } from './support/readSubject.ts';
import { containing } from './support/matchers.ts';

const permission = 'Microsoft.KeyVault/vaults/certificates/read';
const source: VaultSource = { from: 'vault', list: 'certificates', apiVersion: '7.4', permission };
const host = 'contoso.vault.azure.net';
const vaultUri = `https://${host}/`;

const vault = (properties: unknown, origin: Subject['origin'] = 'arm'): Subject => ({
  ...account,
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/contoso',
  type: 'microsoft.keyvault/vaults',
  name: 'contoso',
  row: { properties },
  origin,
});

const entry = (name: string, attributes: Row = { enabled: true }): Row => ({
  id: `https://${host}/certificates/${name}`,
  attributes,
});
const whole = (name: string): Row => ({ id: `https://${host}/certificates/${name}/1`, policy: { name } });
const read = (name: string): Row => ({ listed: entry(name), whole: whole(name) });

/** Answers each path behind the vault's host; a list is the body of `certificates`. */
type Answers = Readonly<Record<string, Reply>>;

const pathOf = ({ path, search }: Call): string => {
  const token = search.get('$skiptoken');
  return `${path.replace(`/${host}/`, '')}${token === null ? '' : `?${token}`}`;
};

interface Vaults {
  readonly azure: FakeAzure;
  readonly scopes: unknown[];
  readonly readVault: (of?: Subject) => Promise<unknown>;
}

async function openVaults(answers: Answers, options: Partial<CollectorOptions> = {}): Promise<Vaults> {
  const azure = await startFakeAzure((call) => answers[pathOf(call)] ?? refuse(404, 'CertificateNotFound'));
  const scopes: unknown[] = [];
  const credential: TokenCredential = {
    getToken: (scope) => {
      scopes.push(scope);
      return Promise.resolve({ token: `token for ${String(scope)}`, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
  const keyVaultData = { suffix: 'vault.azure.net', audience: 'https://vault.azure.net', endpoint: azure.endpoint };
  const collector = collectorAt(azure, { credential, keyVaultData, ...options });
  return { azure, scopes, readVault: (of = vault({ vaultUri })) => collector.read(source, of) };
}

const list = (...value: readonly unknown[]): Reply => ({ body: { value, nextLink: null } });
const listed = (reply: Reply): Answers => ({ certificates: reply });
const inner = (code: string, message: string): Reply => ({
  status: 403,
  body: { error: { code: 'Forbidden', message, innererror: { code } } },
});

describe('the certificates of a vault', () => {
  it('are listed and each read, with tokens for vaults alone', async () => {
    const { azure, scopes, readVault } = await openVaults({
      certificates: list(entry('one'), entry('two')),
      'certificates/one': { body: whole('one') },
      'certificates/two': { body: whole('two') },
    });
    expect(await readVault()).toEqual({ state: 'read', value: [read('one'), read('two')] });
    expect(azure.calls.map(({ path, search }) => `${path}?${search.toString()}`).sort()).toEqual([
      `/${host}/certificates/one?api-version=7.4`,
      `/${host}/certificates/two?api-version=7.4`,
      `/${host}/certificates?api-version=7.4`,
    ]);
    expect(new Set(scopes.map(String))).toEqual(new Set(['https://vault.azure.net/.default']));
    const sent = azure.calls.map(({ headers }) => headers['authorization']);
    expect(new Set(sent)).toEqual(new Set(['Bearer token for https://vault.azure.net/.default']));
  });

  it('come page by page', async () => {
    const next = (token: string) => `https://${host}:443/certificates?api-version=7.4&$skiptoken=${token}`;
    const { readVault } = await openVaults({
      certificates: { body: { value: [entry('one')], nextLink: next('a') } },
      'certificates?a': { body: { value: [], nextLink: next('b') } },
      'certificates?b': { body: { value: [entry('two')], nextLink: null } },
      'certificates/one': { body: whole('one') },
      'certificates/two': { body: whole('two') },
    });
    expect(await readVault()).toEqual({ state: 'read', value: [read('one'), read('two')] });
  });

  it('may be none', async () => {
    const { readVault } = await openVaults(listed(list()));
    expect(await readVault()).toEqual({ state: 'read', value: [] });
  });

  it('are not read whole where they are disabled, and left out where they are gone by now', async () => {
    const off = entry('off', { enabled: false });
    const { azure, readVault } = await openVaults(listed(list(off, entry('gone'))));
    expect(await readVault()).toEqual({ state: 'read', value: [{ listed: off }] });
    expect(azure.calls.map(pathOf)).toEqual(['certificates', 'certificates/gone']);
  });

  it('say of each that cannot be read why, and leave the others theirs', async () => {
    const { readVault } = await openVaults({
      certificates: list(entry('bare'), entry('broken'), entry('closed'), entry('../keys/x'), 7, entry('good')),
      'certificates/bare': { text: 'null' },
      'certificates/broken': { status: 500 },
      'certificates/closed': inner('ForbiddenByRbac', 'Caller is not authorized.'),
      'certificates/good': { body: whole('good') },
    });
    expect(await readVault()).toEqual({
      state: 'read',
      value: [
        {
          listed: entry('bare'),
          unread: { reason: 'malformed', detail: 'the answer of the vault is no object', permission: '' },
        },
        { listed: entry('broken'), unread: { reason: 'unavailable', detail: `${host} failed: 500 :`, permission: '' } },
        {
          listed: entry('closed'),
          unread: {
            reason: 'denied',
            detail: `Azure answered 403 Forbidden: Caller is not authorized. The data action ${permission}, which the role Key Vault Reader holds, lets this identity in`,
            permission,
          },
        },
        {
          listed: entry('../keys/x'),
          unread: { reason: 'malformed', detail: 'its id is no address of an entry', permission: '' },
        },
        { listed: 7 },
        read('good'),
      ],
    });
  });
});

describe('a vault that shows no certificates', () => {
  it.each<[string, Reply, object]>([
    [
      'for want of a role',
      inner('ForbiddenByRbac', 'Caller is not authorized to perform action on resource.'),
      { reason: 'denied', permission, detail: containing('which the role Key Vault Reader holds') },
    ],
    [
      'for want of an access policy',
      inner('ForbiddenByPolicy', "The user, group or application 'x' does not have certificates list permission."),
      { reason: 'denied', permission, detail: containing('with the certificate permissions list and get') },
    ],
    [
      'for want of an access policy, in other words',
      inner('ForbiddenByPolicy', 'Access denied.'),
      { reason: 'denied', permission, detail: containing('with the certificate permissions list and get') },
    ],
    [
      'for want of an access policy, without a code of its own',
      refuse(403, 'Forbidden', 'The application does not have certificates list permission on key vault x.'),
      { reason: 'denied', permission, detail: containing('with the certificate permissions list and get') },
    ],
    [
      'behind its firewall',
      inner('ForbiddenByFirewall', 'Client address is not authorized and caller is not a trusted service.'),
      {
        reason: 'unavailable',
        permission: '',
        detail: 'the firewall of the vault does not admit the address that this came from (403 ForbiddenByFirewall)',
      },
    ],
    [
      'behind its firewall, without a code of its own',
      refuse(403, 'Forbidden', 'Client address is not authorized and caller is not a trusted service.'),
      { reason: 'unavailable', permission: '' },
    ],
    [
      'behind its private endpoint',
      inner('ForbiddenByConnection', 'Public network access is disabled.'),
      { reason: 'unavailable', permission: '', detail: containing('ForbiddenByConnection') },
    ],
    [
      'to a token of another tenant',
      refuse(401, 'Unauthorized', 'AKV10032: Invalid issuer.'),
      { reason: 'denied', permission, detail: 'Azure answered 401 Unauthorized: AKV10032: Invalid issuer.' },
    ],
    ['as a list', { body: { value: null } }, { reason: 'malformed' }],
    ['as JSON', { text: '<html>' }, { reason: 'malformed' }],
    [
      'here but elsewhere',
      { status: 307, headers: { location: 'https://evil.example/certificates' } },
      { reason: 'malformed' },
    ],
    [
      'of its own on the next page',
      { body: { value: [], nextLink: 'https://other.vault.azure.net/certificates?$skiptoken=a' } },
      { reason: 'malformed', detail: containing(`leads away from https://${host}`) },
    ],
    [
      'but again and again',
      { body: { value: [], nextLink: `https://${host}/certificates?api-version=7.4` } },
      { reason: 'malformed', detail: containing('do not end') },
    ],
  ])('%s is unknown', async (_name, reply, expected) => {
    const { readVault } = await openVaults(listed(reply));
    expect(await readVault()).toMatchObject({ state: 'unread', ...expected });
  });

  it('because it cannot be reached is unknown, and no reason to wait for it', async () => {
    const keyVaultData = { suffix: 'invalid', audience: 'https://vault.azure.net', endpoint: undefined };
    const { readVault } = await openVaults({}, { keyVaultData });
    expect(await readVault(vault({ vaultUri: 'https://contoso.invalid' }))).toMatchObject({
      reason: 'unavailable',
      detail: containing('the vault cannot be reached from here: '),
    });
  });

  it('because it breaks off is unknown', async () => {
    const { readVault } = await openVaults(listed({ body: { value: [] }, cut: true }));
    expect(await readVault()).toMatchObject({ reason: 'unavailable' });
  });

  it('for want of a token is unknown', async () => {
    const credential: TokenCredential = { getToken: () => Promise.reject(new Error('No sign-in for vaults.')) };
    const { azure, readVault } = await openVaults(listed(list()), { credential });
    expect(await readVault()).toMatchObject({
      reason: 'denied',
      permission,
      detail: containing('No sign-in for vaults.'),
    });
    expect(azure.calls).toEqual([]);
  });

  it('because it fails is asked again later', async () => {
    const { azure, readVault } = await openVaults(listed({ status: 503 }));
    await expect(readVault()).rejects.toMatchObject({ code: 'transient', answered: true });
    expect(azure.calls).toHaveLength(4);
  });

  it('for now is asked again once its wait is over', async () => {
    let index = 0;
    const azure = await startFakeAzure(() =>
      (index += 1) === 1 ? refuse(429, 'Throttled', 'Throttled', { 'retry-after': '0' }) : list(),
    );
    const keyVaultData = { suffix: 'vault.azure.net', audience: 'https://vault.azure.net', endpoint: azure.endpoint };
    const collector = collectorAt(azure, { keyVaultData, credential: testCredential() });
    expect(await collector.read(source, vault({ vaultUri }))).toEqual({ state: 'read', value: [] });
    expect(azure.calls).toHaveLength(2);
  });
});

describe('a token for vaults', () => {
  it.each<[string, unknown]>([
    ['another host', { vaultUri: 'https://evil.example/' }],
    ['another cloud', { vaultUri: 'https://contoso.vault.azure.cn/' }],
    ['plain http', { vaultUri: `http://${host}/` }],
    ['a host that begins alike', { vaultUri: `https://${host}.evil.example/` }],
    ['another port', { vaultUri: `https://${host}:8443/` }],
    ['no address', { vaultUri: 'contoso' }],
    ['a number', { vaultUri: 7 }],
    ['no properties', null],
  ])('is not even asked for where the vault names %s', async (_name, properties) => {
    const { azure, scopes, readVault } = await openVaults(listed(list()));
    expect(await readVault(vault(properties))).toMatchObject({ state: 'unread', reason: 'malformed' });
    expect([azure.calls, scopes]).toEqual([[], []]);
  });

  it('is not asked for where vaults are not to be read', async () => {
    const { azure, scopes, readVault } = await openVaults(listed(list()), { keyVaultData: undefined });
    expect(await readVault()).toMatchObject({ state: 'unread', detail: containing('KEY_VAULT_DATA_PLANE') });
    expect([azure.calls, scopes]).toEqual([[], []]);
  });
});

it('asks Azure Resource Manager where Resource Graph leaves the address out', async () => {
  const { id } = vault({});
  const { azure, scopes, readVault } = await openVaults({
    [id]: { body: { properties: { vaultUri } } },
    certificates: list(),
  });
  expect(await readVault(vault({}, 'resourceGraph'))).toEqual({ state: 'read', value: [] });
  expect(azure.calls.map(({ path }) => path)).toEqual([id, `/${host}/certificates`]);
  expect(scopes.map(String)).toEqual(['https://management.azure.com/.default', 'https://vault.azure.net/.default']);
});
