import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { at, changed, found, refused, type Given } from '../given.ts';
import { withReads } from './vault.ts';

const second = 1000;
const day = 24 * 60 * 60;
const now = at.getTime() / second;
const dateOf = (seconds: number) => new Date(seconds * second).toISOString();

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/data-plane/Certificates/examples/2026-04-01/GetCertificate-example.json
const policy: Row = {
  id: 'https://sample-vault.vault.azure.net/certificates/one/policy',
  key_props: { exportable: true, kty: 'RSA', key_size: 2048, reuse_key: false },
  secret_props: { contentType: 'application/x-pkcs12' },
  lifetime_actions: [{ trigger: { lifetime_percentage: 80 }, action: { action_type: 'EmailContacts' } }],
  issuer: { name: 'Self' },
};

const listed = (name: string, attributes: Row = {}): Row => ({
  id: `https://sample-vault.vault.azure.net/certificates/${name}`,
  x5t: 'fLi3U52HunIVNXubkEnf8tP6Wbo',
  attributes: changed({ enabled: true, nbf: now - 300 * day, exp: now + 100 * day }, attributes),
});

/** A certificate that was read whole. */
const certificate = (name: string, attributes: Row = {}, changes: Row = {}): Row => ({
  listed: listed(name, attributes),
  whole: { ...listed(name, attributes), policy: changed(policy, changes) },
});

const notRead = (name: string, attributes: Row = {}): Row => ({
  listed: listed(name, attributes),
  unread: { reason: 'denied', detail: 'Azure answered 403 Forbidden', permission: 'a/b' },
});

const given = (...certificates: readonly Row[]): Given =>
  withReads({ 'certificates in the vault': found(...certificates) });
const renewing = (trigger: Row, actionType = 'AutoRenew'): Row => ({
  lifetime_actions: [{ trigger, action: { action_type: actionType } }],
});

const ends = (verdict: string, seconds: number) =>
  `${verdict}: attributes.exp is ${dateOf(seconds)}; expected a date over 30 days after the scan`;
const renews = (on: number, end: number) =>
  `pass: policy.lifetime_actions[].trigger is AutoRenew on ${dateOf(on)}; expected renewal before ${dateOf(end)}`;
const denied = 'unknown: denied: Azure answered 403 Forbidden';
const soon = { exp: now + 20 * day };
const kinds = '"RSA", "RSA-HSM", "EC", "EC-HSM"';
const bits = (verdict: string, size: number) =>
  `${verdict}: policy.key_props.key_size is ${String(size)}; expected 2048 or more`;
const curve = (verdict: string, name: string) =>
  `${verdict}: policy.key_props.crv is "${name}"; expected "P-256" or "P-384" or "P-521"`;
const withKey = (name: string, keyProperties: Row) => certificate(name, {}, { key_props: keyProperties });
const off = { off: 'notApplicable: it is disabled' };
const refusedList = withReads({ 'certificates in the vault': refused('denied', 'Forbidden', 'a/b') });
const nameless = [{ listed: { attributes: {} } }, { listed: 7 }, { listed: { id: 'https://sample-vault/keys/one' } }];
const withoutNames = {
  '[0]': 'unknown: malformed: id is not set, not that of a certificate',
  '[1]': 'unknown: malformed: id is 7, not that of a certificate',
  '[2]': 'unknown: malformed: id is "https://sample-vault/keys/one", not that of a certificate',
};

export const certificateTables: CheckTables = {
  'keyvault-certificate-expiry': {
    pass: [],
    fail: [],
    unknown: [[refusedList, 'denied: Forbidden']],
    notApplicable: [[given(), 'it holds nothing that this judges']],
    parts: [
      [given(certificate('later')), { later: ends('pass', now + 100 * day) }],
      [given(certificate('edge', { exp: now + 30 * day + 1 })), { edge: ends('pass', now + 30 * day + 1) }],
      [given(certificate('due', { exp: now + 30 * day })), { due: ends('fail', now + 30 * day) }],
      [given(certificate('soon', soon)), { soon: ends('fail', now + 20 * day) }],
      [given(certificate('over', { exp: now - day })), { over: ends('fail', now - day) }],
      [given(certificate('bare', soon, { lifetime_actions: undefined })), { bare: ends('fail', now + 20 * day) }],
      // Renewal is still to come.
      [
        given(certificate('days', soon, renewing({ days_before_expiry: 10 }))),
        { days: renews(now + 10 * day, now + 20 * day) },
      ],
      [
        given(
          certificate('share', { nbf: now - 70 * day, ...soon }, renewing({ lifetime_percentage: 80 }, 'autoRenew')),
        ),
        { share: renews(now + 2 * day, now + 20 * day) },
      ],
      // It was due, and the old version is still there.
      [
        given(certificate('failed', soon, renewing({ days_before_expiry: 20 }))),
        { failed: ends('fail', now + 20 * day) },
      ],
      [
        given(certificate('percent', soon, renewing({ lifetime_percentage: 80 }))),
        { percent: ends('fail', now + 20 * day) },
      ],
      // No renewal mends what has expired.
      [given(certificate('gone', { exp: now }, renewing({ days_before_expiry: 1 }))), { gone: ends('fail', now) }],
      // The vault cannot ask an authority that it does not know.
      [
        given(
          certificate('foreign', soon, { ...renewing({ days_before_expiry: 10 }), issuer: { name: 'Unknown' } }),
          certificate('own', soon, renewing({ days_before_expiry: 10 })),
        ),
        { foreign: ends('fail', now + 20 * day), own: renews(now + 10 * day, now + 20 * day) },
      ],
      // The list is enough where the end is far.
      [
        given(notRead('far'), notRead('near', soon), notRead('past', { exp: 1 }), notRead('now', { exp: now })),
        { far: ends('pass', now + 100 * day), near: denied, past: ends('fail', 1), now: ends('fail', now) },
      ],
      [given({ listed: listed('off', { enabled: false, exp: 1 }) }), off],
      // Enabled is the default.
      [
        given(certificate('plain', { enabled: undefined }), certificate('null', { enabled: null })),
        { plain: ends('pass', now + 100 * day), null: ends('pass', now + 100 * day) },
      ],
      // One that cannot be read does not hide the others.
      [
        given(
          certificate('text', { exp: '1798761600' }),
          certificate('undated', { exp: undefined }),
          certificate('emptied', { exp: null }),
          certificate('huge', { exp: 8.64e12 + 1 }),
          certificate('unbegun', { nbf: undefined, ...soon }, renewing({ lifetime_percentage: 80 })),
          certificate('aimless', soon, renewing({})),
          certificate('wordy', soon, renewing({ days_before_expiry: '10' })),
          certificate('listless', soon, { lifetime_actions: {} }),
          { listed: listed('half') },
          { listed: listed('odd'), unread: { reason: 'bored', detail: '', permission: '' } },
          certificate('last'),
        ),
        {
          text: 'unknown: malformed: attributes.exp is "1798761600", not a time in seconds',
          undated: 'unknown: malformed: attributes.exp is not set',
          emptied: 'unknown: malformed: attributes.exp is not set',
          huge: 'unknown: malformed: attributes.exp is 8640000000001, not a time in seconds',
          unbegun: 'unknown: malformed: attributes.nbf is not set',
          aimless: 'unknown: malformed: policy.lifetime_actions[].trigger names neither days nor a percentage',
          wordy: 'unknown: malformed: trigger.days_before_expiry is "10", not a number',
          listless: 'unknown: malformed: policy.lifetime_actions is {}, not a list',
          half: 'unknown: malformed: the certificate was not read',
          odd: 'unknown: malformed: the certificate was not read',
          last: ends('pass', now + 100 * day),
        },
      ],
      [given(...nameless), withoutNames],
    ],
  },
  'keyvault-certificate-key-algorithm': {
    pass: [],
    fail: [],
    unknown: [[refusedList, 'denied: Forbidden']],
    notApplicable: [[given(), 'it holds nothing that this judges']],
    parts: [
      [given(certificate('usual')), { usual: bits('pass', 2048) }],
      [given(withKey('large', { kty: 'RSA-HSM', key_size: 4096 })), { large: bits('pass', 4096) }],
      [given(withKey('short', { kty: 'RSA', key_size: 2047 })), { short: bits('fail', 2047) }],
      [given(withKey('p256', { kty: 'EC', crv: 'P-256' })), { p256: curve('pass', 'P-256') }],
      [given(withKey('p384', { kty: 'EC-HSM', crv: 'P-384' })), { p384: curve('pass', 'P-384') }],
      [given(withKey('p521', { kty: 'EC', crv: 'P-521' })), { p521: curve('pass', 'P-521') }],
      [given(withKey('koblitz', { kty: 'EC', crv: 'P-256K' })), { koblitz: curve('fail', 'P-256K') }],
      [given({ listed: listed('off', { enabled: false }) }), off],
      [given(notRead('closed'), certificate('open')), { closed: denied, open: bits('pass', 2048) }],
      [
        given(
          withKey('keyless', {}),
          certificate('policyless', {}, { key_props: null }),
          withKey('post', { kty: 'ML-DSA' }),
          withKey('text', { kty: 'RSA', key_size: '2048' }),
          withKey('sizeless', { kty: 'RSA' }),
          withKey('curveless', { kty: 'EC', crv: null }),
          withKey('strange', { kty: 'EC', crv: 'P-192' }),
          { listed: listed('half') },
        ),
        {
          keyless: `unknown: malformed: policy.key_props.kty is not set, which is none of ${kinds}`,
          policyless: `unknown: malformed: policy.key_props.kty is not set, which is none of ${kinds}`,
          post: `unknown: malformed: policy.key_props.kty is "ML-DSA", which is none of ${kinds}`,
          text: 'unknown: malformed: policy.key_props.key_size is "2048", not a number',
          sizeless: 'unknown: malformed: policy.key_props.key_size is not set, not a number',
          curveless: 'unknown: malformed: policy.key_props.crv is not set',
          strange:
            'unknown: malformed: policy.key_props.crv is "P-192", which is none of "P-256", "P-384", "P-521", "P-256K"',
          half: 'unknown: malformed: the certificate was not read',
        },
      ],
      [given(...nameless), withoutNames],
    ],
  },
};
