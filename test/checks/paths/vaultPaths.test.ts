import { expect, test } from 'vitest';
import { readVaultPaths } from './readPaths.ts';

// Bicep has no types of the data plane; its definition has CertificateItem and CertificateBundle with these:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/data-plane/Certificates/stable/2026-04-01/certificates.json
const item = ['id', 'attributes', 'attributes.enabled', 'attributes.exp', 'attributes.nbf'];
const bundle = [
  'policy',
  'policy.issuer',
  'policy.issuer.name',
  'policy.key_props',
  'policy.key_props.crv',
  'policy.key_props.key_size',
  'policy.key_props.kty',
  'policy.lifetime_actions',
  'policy.lifetime_actions[0].action',
  'policy.lifetime_actions[0].action.action_type',
  'policy.lifetime_actions[0].trigger',
  'policy.lifetime_actions[0].trigger.days_before_expiry',
  'policy.lifetime_actions[0].trigger.lifetime_percentage',
];
/** What the collector adds of its own. */
const reading = ['listed', 'whole', 'unread', 'unread.reason', 'unread.detail', 'unread.permission'];

test('every path that a check reads of a vault is one that its definition has', () => {
  const documented = [...item.map((path) => `listed.${path}`), ...bundle.map((path) => `whole.${path}`), ...reading];
  expect([...readVaultPaths()].sort()).toEqual(documented.sort());
});
