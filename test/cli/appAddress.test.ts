import { describe, expect, it } from 'vitest';
import { readAppAddress } from '../../lib/cli/appAddress.ts';
import { UsageError } from '../../lib/cli/command.ts';

describe('readAppAddress', () => {
  it.each([
    ['https://func-vigil.azurewebsites.net', 'https://func-vigil.azurewebsites.net'],
    [' https://func-vigil.azurewebsites.net/ ', 'https://func-vigil.azurewebsites.net'],
    ['https://func-vigil.azurewebsites.net/api', 'https://func-vigil.azurewebsites.net'],
    ['https://vigil.contoso.com:8443/api/', 'https://vigil.contoso.com:8443'],
    ['http://localhost:7071', 'http://localhost:7071'],
    ['http://127.0.0.1:7071/api', 'http://127.0.0.1:7071'],
    ['http://[::1]:7071', 'http://[::1]:7071'],
  ])('takes %s', (given, url) => {
    expect(readAppAddress(given, 'k', {})).toEqual({ url, headers: { 'x-functions-key': 'k' } });
  });

  it.each([
    ['http://func-vigil.azurewebsites.net', 'is not https'],
    ['http://localhost.contoso.com', 'is not https'],
    ['ftp://localhost', 'is not https'],
    ['func-vigil.azurewebsites.net', 'is no address'],
    ['localhost:7071', 'is no address'],
    ['', 'is no address'],
    ['https://user:pass@vigil.contoso.com', 'takes a bare address'],
    ['https://vigil.contoso.com/?code=secret', 'takes a bare address'],
    ['https://vigil.contoso.com/api/scans', 'give it without /api/scans'],
  ])('refuses "%s" without saying it, where a key may stand in it', (given, fault) => {
    const read = () => readAppAddress(given, 'k', {});
    expect(read).toThrow(UsageError);
    expect(read).toThrow(fault);
    expect(read).not.toThrow(/secret|pass/);
  });

  const app = 'https://vigil.contoso.com';
  it.each([
    ['the flag', 'flag', {}, { 'x-functions-key': 'flag' }],
    ['the environment', undefined, { VIGIL_APP_KEY: 'set' }, { 'x-functions-key': 'set' }],
    ['the flag before the environment', 'flag', { VIGIL_APP_KEY: 'set' }, { 'x-functions-key': 'flag' }],
    ['a secret with a line break at its end', undefined, { VIGIL_APP_KEY: 'set\n' }, { 'x-functions-key': 'set' }],
    ['a token', undefined, { VIGIL_APP_KEY: '', VIGIL_APP_TOKEN: 'jwt' }, { authorization: 'Bearer jwt' }],
    ['nothing', undefined, {}, {}],
  ])('takes the key of %s', (_where, key, environment, headers) => {
    expect(readAppAddress(app, key, environment).headers).toEqual(headers);
  });

  it.each([
    ['', {}, '--key is empty'],
    ['two words', {}, '--key holds a space, a line break or another character that no key has.'],
    [undefined, { VIGIL_APP_KEY: 'two\nlines' }, 'VIGIL_APP_KEY holds a space'],
    [undefined, { VIGIL_APP_TOKEN: ' ' }, 'VIGIL_APP_TOKEN is empty'],
  ])('refuses the key %o of %o without saying it', (key, environment, fault) => {
    const read = () => readAppAddress(app, key, environment);
    expect(read).toThrow(fault);
    expect(read).not.toThrow(/two|lines|words/);
  });
});
