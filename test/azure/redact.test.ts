import { describe, expect, it } from 'vitest';
import { readArmError } from '../../lib/azure/armError.ts';
import { armPath } from '../../lib/azure/armPath.ts';
import { redact, settle, withoutSecrets } from '../../lib/azure/redact.ts';
import { readDuration, readRetryAfter } from '../../lib/azure/retryAfter.ts';

describe('redact', () => {
  it.each([
    ['Authorization: Bearer abc.def-ghi_jkl', 'Authorization: Bearer [redacted]'],
    ['{"authorization":"SharedKey a:b"}', '{"authorization":"[redacted] a:b"}'],
    ['https://a/b?sv=1&sig=x%2By%3D&se=2', 'https://a/b?sv=1&sig=[redacted]&se=2'],
    ['https://a/api/scans?code=abc==', 'https://a/api/scans?code=[redacted]'],
    ['AccountName=a;AccountKey=abc==;End', 'AccountName=a;AccountKey=[redacted];End'],
    ['token eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.sig-x', 'token [redacted]'],
    ['errorcode=12 stays', 'errorcode=12 stays'],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });
});

describe('withoutSecrets', () => {
  it('keeps name, message and stack of an error, without its request and its tokens', () => {
    const error = Object.assign(new TypeError('sig=abc: Bearer abcdefgh1'), { request: { headers: 'x' } });
    const copy = withoutSecrets(error);
    expect([copy.name, copy.message]).toEqual(['TypeError', 'sig=[redacted] Bearer [redacted]']);
    expect(copy.stack).toContain('redact.test.ts');
    expect(copy.stack).not.toContain('abc');
    expect(Object.keys(copy)).not.toContain('request');
  });

  it('takes anything', () => {
    expect(withoutSecrets('code=1').message).toBe('code=[redacted]');
    expect(withoutSecrets(undefined).message).toBe('undefined');
  });
});

describe('settle', () => {
  it('leaves out what differs between two calls', () => {
    const message =
      'The account is busy.\nRequestId:4e354649-62ea-4703-b6d7-23e7014c82c6\nTime:2025-01-21T15:17:25.78Z';
    expect(settle(message)).toBe('The account is busy.');
  });
});

describe('readArmError', () => {
  it.each([
    [{ error: { code: 'A', message: 'b' } }, { code: 'A', message: 'b', codes: ['A'] }],
    [
      { code: 'A', message: 'b' },
      { code: 'A', message: 'b', codes: ['A'] },
    ],
    [
      {
        error: {
          code: 'BadRequest',
          message: 'Please provide below info: timestamp = 1',
          details: [null, { code: 'InvalidQuery', message: 'no' }, { code: 'ParserFailure' }],
        },
      },
      { code: 'InvalidQuery', message: 'no', codes: ['BadRequest', 'InvalidQuery', 'ParserFailure'] },
    ],
    [{ error: null }, { code: '', message: '', codes: [] }],
    [{ error: 'text' }, { code: '', message: '', codes: [] }],
    [null, { code: '', message: '', codes: [] }],
    [['x'], { code: '', message: '', codes: [] }],
    [undefined, { code: '', message: '', codes: [] }],
  ])('%j', (body, error) => {
    expect(readArmError(body)).toEqual(error);
  });
});

describe('readRetryAfter', () => {
  const now = Date.parse('2025-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '17' }, 17_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'Wed, 01 Jan 2025 00:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 31 Dec 2024 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-ms-retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{}, undefined],
  ])('%j is %s ms', (headers: Readonly<Record<string, string>>, wait) => {
    expect(readRetryAfter({ get: (name) => headers[name] }, now)).toBe(wait);
  });

  it.each([
    ['00:00:05', 5000],
    ['01:02:03', 3_723_000],
    ['1.00:00:00', 86_400_000],
    ['5', undefined],
    [undefined, undefined],
  ])('reads the duration %s', (text, duration) => {
    expect(readDuration(text)).toBe(duration);
  });
});

describe('armPath', () => {
  it.each([
    [
      '/subscriptions/s/resourceGroups/a b/providers/X/y/z?q#h',
      '/subscriptions/s/resourceGroups/a%20b/providers/X/y/z%3Fq%23h',
    ],
    ['/subscriptions/s/', '/subscriptions/s'],
    ['/subscriptions/s/../../other', undefined],
    ['/subscriptions/s//x', undefined],
    ['/providers/Microsoft.Management/managementGroups/g', '/providers/Microsoft.Management/managementGroups/g'],
    ['/tenants/x', undefined],
    ['', undefined],
  ])('%s', (id, path) => {
    expect(armPath(id)).toBe(path);
  });
});
