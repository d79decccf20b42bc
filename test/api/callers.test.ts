import azureFunctions from '@azure/functions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { authLevel, refusalOf, requesterOf, type AppRole } from '../../lib/api/callers.ts';
import { readSettings } from '../../lib/settings.ts';
import { mappedRole, principalHeader } from './support/principal.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

type Method = 'GET' | 'HEAD' | 'POST' | 'DELETE';

const request = (headers: Readonly<Record<string, string>>, method: Method = 'GET') =>
  new azureFunctions.HttpRequest({ url: 'https://vigil.test/api/scans', method, headers: { ...headers } });

function statusFor(
  callers: string,
  headers: Readonly<Record<string, string>>,
  method?: Method,
  role?: AppRole,
): number | undefined {
  vi.stubEnv('CALLERS', callers);
  return refusalOf(request(headers, method), role)?.status;
}

describe('the level of functions', () => {
  it.each([
    ['', 'function'],
    ['functionKeys', 'function'],
    ['easyAuth', 'anonymous'],
    ['easyauth', 'function'],
    ['nonsense', 'function'],
  ])('is of CALLERS=%s: %s', (callers, level) => {
    vi.stubEnv('CALLERS', callers);
    expect(authLevel()).toBe(level);
  });
});

describe('a caller with Easy Auth', () => {
  const both = ['Scan.Read', 'Scan.Write'];
  it.each([
    ['nobody', {}, 'GET', 401],
    ['a principal that is no base64 of JSON', { 'x-ms-client-principal': 'rubbish' }, 'GET', 401],
    ['a principal that is null', { 'x-ms-client-principal': Buffer.from('null').toString('base64') }, 'GET', 401],
    [
      'a principal of Static Web Apps',
      { 'x-ms-client-principal': Buffer.from('{"userRoles":["Scan.Read"]}').toString('base64') },
      'GET',
      401,
    ],
    ['a name alone', { 'x-ms-client-principal-name': 'ada@contoso.com' }, 'GET', 401],
    ['a principal without roles', principalHeader(), 'GET', 403],
    ['another role', principalHeader({ roles: ['Scan.ReadAll', 'scan.read'] }), 'GET', 403],
    ['a role under another claim', principalHeader({ roles: both, roleClaim: 'groups' }), 'GET', 403],
    ['Scan.Read, reading', principalHeader({ roles: ['Scan.Read'] }), 'GET', undefined],
    ['Scan.Read, reading the head', principalHeader({ roles: ['Scan.Read'] }), 'HEAD', undefined],
    ['Scan.Read, starting', principalHeader({ roles: ['Scan.Read'] }), 'POST', 403],
    ['Scan.Read, deleting', principalHeader({ roles: ['Scan.Read'] }), 'DELETE', 403],
    ['Scan.Write, starting', principalHeader({ roles: ['Scan.Write'] }), 'POST', undefined],
    ['Scan.Write, reading', principalHeader({ roles: ['Scan.Write'] }), 'GET', 403],
    ['roles as App Service maps them', principalHeader({ roles: both, roleClaim: mappedRole }), 'GET', undefined],
    ['roles as in the token, of no role type', principalHeader({ roles: both, roleType: null }), 'GET', undefined],
  ] as const)('that is %s', (_who, headers, method, status) => {
    expect(statusFor('easyAuth', headers, method)).toBe(status);
  });
});

describe('an endpoint that names its role', () => {
  it.each([
    ['Exemption.Write', ['Exemption.Write'], 'POST', undefined],
    ['Exemption.Write', ['Exemption.Write'], 'DELETE', undefined],
    ['Exemption.Write', ['Scan.Read', 'Scan.Write'], 'POST', 403],
    ['Exemption.Write', ['Scan.Read', 'Scan.Write'], 'DELETE', 403],
    ['Exemption.Write', ['exemption.write'], 'POST', 403],
    [undefined, ['Exemption.Write'], 'GET', 403],
    [undefined, ['Exemption.Write'], 'POST', 403],
  ] as const)('%s: %j, %s', (role, roles, method, status) => {
    expect(statusFor('easyAuth', principalHeader({ roles }), method, role)).toBe(status);
  });

  it('names it in its refusal', () => {
    vi.stubEnv('CALLERS', 'easyAuth');
    const refusal = refusalOf(request(principalHeader({ roles: ['Scan.Write'] }), 'POST'), 'Exemption.Write');
    expect(refusal?.message).toContain('the app role Exemption.Write');
  });

  it('asks for none where callers have function keys', () => {
    expect(statusFor('functionKeys', {}, 'POST', 'Exemption.Write')).toBeUndefined();
  });
});

it('asks for no principal where callers have function keys', () => {
  expect(statusFor('functionKeys', {}, 'POST')).toBeUndefined();
});

describe('who asks', () => {
  const agent = { 'user-agent': 'curl/8' };
  const workflow = { ...agent, 'x-ms-workflow-id': 'f00d' };
  const user = principalHeader({ nameType: 'email', claims: { name: 'Ada', email: 'ada@contoso.com', appid: 'aa' } });
  it.each([
    ['what the caller says of itself, with keys', 'functionKeys', agent, 'curl/8'],
    ['nothing where it says nothing', 'functionKeys', {}, ''],
    ['the workflow, with keys', 'functionKeys', workflow, 'Logic Apps workflow f00d'],
    ['not a principal that is anybody’s, with keys', 'functionKeys', { ...agent, ...user }, 'curl/8'],
    ['the user, of the claim that the principal names', 'easyAuth', { ...agent, ...user }, 'ada@contoso.com'],
    ['the user by preferred_username', 'easyAuth', principalHeader({ claims: { preferred_username: 'ada' } }), 'ada'],
    [
      'the application of a version 1.0 token',
      'easyAuth',
      principalHeader({ claims: { appid: 'aa' } }),
      'application aa',
    ],
    [
      'the application of a version 2.0 token',
      'easyAuth',
      principalHeader({ claims: { azp: 'aa' } }),
      'application aa',
    ],
    [
      'the application and its workflow',
      'easyAuth',
      { ...workflow, ...principalHeader({ claims: { appid: 'aa' } }) },
      'application aa, Logic Apps workflow f00d',
    ],
    ['an id where nothing else is known', 'easyAuth', { 'x-ms-client-principal-id': 'id', ...principalHeader() }, 'id'],
  ] as const)('is %s', (_what, callers, headers, name) => {
    expect(requesterOf(callers, request(headers))).toBe(name);
  });
});

describe('settings', () => {
  const storage = { AzureWebJobsStorage: 'UseDevelopmentStorage=true' };
  it('name a bad value of CALLERS', () => {
    expect(() => readSettings({ ...storage, CALLERS: 'everyone' })).toThrow(/CALLERS: .*functionKeys.*easyAuth/);
  });

  it('refuse easyAuth where Azure says that authentication is off', () => {
    const off = { ...storage, CALLERS: 'easyAuth', WEBSITE_AUTH_ENABLED: 'False' };
    expect(() => readSettings(off)).toThrow('CALLERS is easyAuth, but App Service authentication is off');
    expect(readSettings({ ...off, WEBSITE_AUTH_ENABLED: 'True' }).callers).toBe('easyAuth');
    expect(readSettings({ ...off, CALLERS: '' }).callers).toBe('functionKeys');
  });
});
