import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import { key, listedKey, secret, withKeys, withReads } from './vault.ts';

const kinds = '"RSA", "RSA-HSM", "EC", "EC-HSM", "oct", "oct-HSM"';
const noKind = (value: string) => `unknown: malformed: properties.kty is ${value}, which is none of ${kinds}`;
const denied = refused('denied', 'AuthorizationFailed', 'a/b');
const ec = (name: string, more: Row = {}) => key(name, { kty: 'EC', keySize: undefined, curveName: 'P-256', ...more });
const aes = (name: string, keySize: unknown) => key(name, { kty: 'oct-HSM', keySize });
const off = key('off', {}, { enabled: false });
const isOff = 'notApplicable: it is disabled';

const classical = (kty: string) => `fail: properties.kty is "${kty}"; expected "oct-HSM" of 256 bits`;
const bits = (size: number, fewest: number) =>
  `properties.keySize is ${String(size)}; expected ${String(fewest)} or more`;

const actions = 'properties.rotationPolicy.lifetimeActions';
const policy = (...types: readonly unknown[]): Row => ({
  rotationPolicy: { attributes: {}, lifetimeActions: types.map((type) => ({ action: { type }, trigger: {} })) },
});
const rotating = (keys: readonly Row[], ...secrets: readonly Row[]) =>
  withReads({ keys: found(...keys), secrets: found(...secrets) });
const acts = (observed: string) => `${actions}[].action.type is ${observed}; expected an action "rotate"`;
const certificate = 'notApplicable: it belongs to a certificate, which is renewed as a whole';

export const keyTables: CheckTables = {
  'keyvault-key-algorithm': {
    pass: [],
    fail: [],
    unknown: [[withReads({ keys: denied }), 'denied: AuthorizationFailed']],
    notApplicable: [[withKeys(), 'it holds nothing that this judges']],
    parts: [
      [
        withKeys(
          key('rsa'),
          key('rsa-hsm', { kty: 'RSA-HSM', keySize: 4096 }),
          ec('ec'),
          ec('ec-hsm', { kty: 'EC-HSM' }),
        ),
        { rsa: classical('RSA'), 'rsa-hsm': classical('RSA-HSM'), ec: classical('EC'), 'ec-hsm': classical('EC-HSM') },
      ],
      [
        withKeys(aes('aes-256', 256), aes('aes-192', 192), key('software', { kty: 'oct', keySize: 256 })),
        {
          'aes-256': `pass: ${bits(256, 256)}`,
          'aes-192': `fail: ${bits(192, 256)}`,
          software: `pass: ${bits(256, 256)}`,
        },
      ],
      [
        withKeys(
          off,
          aes('sizeless', undefined),
          aes('text', '256'),
          key('new', { kty: 'ML-KEM' }),
          listedKey('listed'),
        ),
        {
          off: isOff,
          sizeless: 'unknown: malformed: properties.keySize is not set, not a number',
          text: 'unknown: malformed: properties.keySize is "256", not a number',
          new: noKind('"ML-KEM"'),
          // A list tells no type.
          listed: noKind('not set'),
        },
      ],
      [withKeys(key('empty', { kty: null })), { empty: noKind('not set') }],
    ],
  },
  'keyvault-key-size': {
    pass: [],
    fail: [],
    unknown: [[withReads({ keys: denied }), 'denied: AuthorizationFailed']],
    notApplicable: [[withKeys(), 'it holds nothing that this judges']],
    parts: [
      [
        withKeys(key('small'), key('nearly', { keySize: 3071 }), key('enough', { keySize: 3072, kty: 'RSA-HSM' })),
        {
          small: `fail: ${bits(2048, 3072)}`,
          nearly: `fail: ${bits(3071, 3072)}`,
          enough: `pass: ${bits(3072, 3072)}`,
        },
      ],
      [
        withKeys(ec('ec'), aes('aes', 256), off, key('sizeless', { keySize: null }), listedKey('listed')),
        {
          ec: 'notApplicable: it is no RSA key but EC',
          aes: 'notApplicable: it is no RSA key but oct-HSM',
          off: isOff,
          sizeless: 'unknown: malformed: properties.keySize is not set, not a number',
          listed: noKind('not set'),
        },
      ],
    ],
  },
  'keyvault-key-rotation': {
    pass: [],
    fail: [],
    unknown: [[withReads({ keys: denied, secrets: found() }), 'denied: AuthorizationFailed']],
    notApplicable: [[rotating([]), 'it holds nothing that this judges']],
    parts: [
      [
        rotating([
          key('both', policy('notify', 'rotate')),
          key('capital', policy('Rotate')),
          key('told', policy('notify')),
        ]),
        {
          both: `pass: ${acts('["notify","rotate"]')}`,
          capital: `pass: ${acts('["Rotate"]')}`,
          told: `fail: ${acts('["notify"]')}`,
        },
      ],
      [
        rotating([key('plain'), key('none', policy()), key('null', { rotationPolicy: null }), off]),
        {
          plain: `fail: ${acts('not set')}`,
          none: `fail: ${acts('[]')}`,
          null: `fail: ${acts('not set')}`,
          off: isOff,
        },
      ],
      [
        rotating(
          [key('site'), key('pem'), key('password'), key('other')],
          secret('site', { contentType: 'application/x-pkcs12' }),
          secret('pem', { contentType: 'application/x-pem-file' }),
          secret('password', { contentType: 'text/plain' }),
          secret('another', { contentType: 'application/x-pkcs12' }),
        ),
        {
          site: certificate,
          pem: certificate,
          password: `fail: ${acts('not set')}`,
          other: `fail: ${acts('not set')}`,
        },
      ],
      // What is rotated passes without the secrets; of the others nobody knows which are certificates.
      [
        withReads({ keys: found(key('rotated', policy('rotate')), key('plain')), secrets: denied }),
        { rotated: `pass: ${acts('["rotate"]')}`, plain: 'unknown: denied: AuthorizationFailed' },
      ],
      // A list leaves the policy out, which says nothing about it.
      [
        rotating([listedKey('listed'), key('odd', { rotationPolicy: { lifetimeActions: 'rotate' } })]),
        { listed: noKind('not set'), odd: `unknown: malformed: ${actions} is "rotate", not a list` },
      ],
    ],
  },
};
