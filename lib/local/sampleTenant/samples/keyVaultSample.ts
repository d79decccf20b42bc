import hsmExample from '../examples/managedHsm.json' with { type: 'json' };
import vaultExample from '../examples/vault.json' with { type: 'json' };
import certificateExample from '../examples/vaultCertificate.json' with { type: 'json' };
import keyExample from '../examples/vaultKey.json' with { type: 'json' };
import secretExample from '../examples/vaultSecret.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription, sandboxSubscription } from '../subscriptionIds.ts';
import { fromExample, type Example, type Placement } from './fromExample.ts';
import { allLogs, auditLogs, diagnosticSetting } from './storageSettings.ts';

/** A key or a secret: its name, and what differs from Microsoft's example. */
interface Entry {
  readonly name: string;
  readonly properties?: Row;
  readonly attributes?: Row;
}

/** A certificate: its name, and what differs from Microsoft's example. */
interface SampleCertificate {
  readonly name: string;
  readonly attributes: Row;
  readonly keyProperties?: Row;
  /** The same key as the control plane shows it. */
  readonly key?: Row;
}

interface VaultChoice {
  readonly properties: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
  readonly keys?: readonly Entry[];
  readonly secrets?: readonly Entry[];
  readonly certificates?: readonly SampleCertificate[];
  readonly settings?: readonly Row[];
}

// 1 January 2099: a date that has passed would say something else.
const dated: Row = { exp: 4070908800 };
const rotated: Row = {
  rotationPolicy: {
    attributes: { expiryTime: 'P2Y' },
    lifetimeActions: [
      { action: { type: 'rotate' }, trigger: { timeAfterCreate: 'P18M' } },
      { action: { type: 'notify' }, trigger: { timeBeforeExpiry: 'P30D' } },
    ],
  },
};
const aes: Row = { kty: 'oct-HSM', keySize: 256, keyOps: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'] };
const curve: Row = { kty: 'EC', curveName: 'P-256', keySize: undefined, keyOps: ['sign', 'verify'] };

function entryBody({ body }: Example, id: string, vault: Placement, { name, properties, attributes }: Entry): Row {
  const held = isRow(body['properties']) ? body['properties'] : {};
  const heldAttributes = isRow(held['attributes']) ? held['attributes'] : {};
  const kind = String(body['type']).split('/').at(-1) ?? '';
  const uri = `https://${vault.name}.vault.azure.net/${kind}/${name}`;
  return {
    ...body,
    id: `${id}/${kind}/${name}`,
    name,
    location: vault.location,
    properties: {
      ...held,
      ...(kind === 'keys' ? { keyUri: uri, keyUriWithVersion: `${uri}/fd618d9519b74f9aae94ade66b876acc` } : {}),
      ...(kind === 'secrets'
        ? { secretUri: uri, secretUriWithVersion: `${uri}/40af42fbc10047f8a756a73211492f56` }
        : {}),
      ...properties,
      attributes: { ...heldAttributes, ...attributes },
    },
  };
}

/** A certificate as the vault itself shows it. */
function certificateBody(vault: Placement, { name, attributes, keyProperties }: SampleCertificate): Row {
  const { source: _source, body } = certificateExample;
  const text = JSON.stringify(body).replaceAll('myvault', vault.name).replaceAll('selfSignedCert01', name);
  const moved: unknown = JSON.parse(text);
  const held = isRow(moved) ? moved : {};
  const policy = isRow(held['policy']) ? held['policy'] : {};
  return {
    ...held,
    attributes: { ...body.attributes, ...attributes },
    policy: { ...policy, key_props: keyProperties ?? body.policy.key_props },
  };
}

/** Each certificate comes with a key and a secret of its name: https://learn.microsoft.com/azure/key-vault/certificates/about-certificates#composition-of-a-certificate */
function withCertificates({ keys = [], secrets = [], certificates = [] }: VaultChoice) {
  const made = certificates.map(({ name, attributes, key = {} }) => ({ name, attributes, properties: key }));
  const contents = made.map((one) => ({ ...one, properties: { contentType: 'application/x-pkcs12' } }));
  return { keys: [...keys, ...made], secrets: [...secrets, ...contents] };
}

/** The list of keys tells attributes and URI alone: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2022-11-01/examples/listKeys.json */
function listed(key: Row): Row {
  const { attributes, keyUri } = isRow(key['properties']) ? key['properties'] : {};
  return { ...key, properties: { attributes, keyUri } };
}

function vault(placement: Placement, choice: VaultChoice): SampleResource {
  const example = fromExample(vaultExample, placement);
  const exampleProperties = isRow(example['properties']) ? example['properties'] : {};
  // What no example shows but every vault of today holds.
  const usual = { enableSoftDelete: true, softDeleteRetentionInDays: 90, enableRbacAuthorization: true };
  const body = { ...example, properties: { ...exampleProperties, ...usual, ...choice.properties } };
  const id = String(example['id']);
  const held = withCertificates(choice);
  const keys = held.keys.map((key) => entryBody(keyExample, id, placement, key));
  const secrets = held.secrets.map((secret) => entryBody(secretExample, id, placement, secret));
  const certificates = (choice.certificates ?? []).map((one) => certificateBody(placement, one));
  const children = {
    keys: keys.map(listed),
    secrets,
    'providers/microsoft.insights/diagnosticsettings': choice.settings ?? [],
    ...Object.fromEntries(keys.map((key) => [`keys/${String(key['name']).toLowerCase()}`, key])),
  };
  return { row: graphRow(body, choice.omitted), body, children, certificates };
}

function managedHsm(placement: Placement, properties: Row): SampleResource {
  const example = fromExample(hsmExample, placement);
  const held = isRow(example['properties']) ? example['properties'] : {};
  const body = { ...example, properties: { ...held, ...properties } };
  return { row: graphRow(body), body };
}

/** As a vault shows one: https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/get */
const endpoint = (status: string): Row => ({
  properties: {
    privateLinkServiceConnectionState: { status, actionsRequired: 'None' },
    provisioningState: 'Succeeded',
  },
});
const denying: Row = { bypass: 'AzureServices', defaultAction: 'Deny', ipRules: [], virtualNetworkRules: [] };
const secure: VaultChoice = {
  properties: {
    sku: { family: 'A', name: 'premium' },
    accessPolicies: [],
    enablePurgeProtection: true,
    networkAcls: denying,
    privateEndpointConnections: [endpoint('Approved')],
    publicNetworkAccess: 'Disabled',
  },
  keys: [
    { name: 'wrap-orders', properties: { ...aes, ...rotated }, attributes: dated },
    { name: 'sign-receipts', properties: { kty: 'RSA-HSM', keySize: 4096, ...rotated }, attributes: dated },
  ],
  secrets: [{ name: 'card-processor', attributes: dated }],
  certificates: [
    {
      name: 'www-contoso',
      attributes: dated,
      keyProperties: { exportable: true, kty: 'RSA', key_size: 3072, reuse_key: false },
      key: { keySize: 3072 },
    },
  ],
  settings: [diagnosticSetting('to-workspace', auditLogs)],
};
const auditEvents: readonly Row[] = [
  { category: 'AuditEvent', enabled: true },
  { category: 'AzurePolicyEvaluationDetails', enabled: false },
];

const production = { subscription: productionSubscription, location: 'westeurope' };
const development = { subscription: developmentSubscription, location: 'swedencentral' };

function productionVaults(): readonly SampleResource[] {
  return [
    vault({ ...production, group: 'rg-payments', name: 'contoso-vault-payments' }, secure),
    vault(
      { ...production, group: 'rg-payments', name: 'contoso-vault-ledger' },
      {
        ...secure,
        properties: { ...secure.properties, publicNetworkAccess: 'SecuredByPerimeter' },
        omitted: ['enablePurgeProtection', 'enableRbacAuthorization'],
        keys: [],
        certificates: [],
        settings: [diagnosticSetting('audit', auditEvents)],
      },
    ),
    vault(
      { ...production, group: 'rg-web', name: 'contoso-vault-web' },
      {
        properties: { networkAcls: { ...denying, bypass: 'None' }, enablePurgeProtection: true },
        keys: [{ name: 'session' }, { name: 'token-signing', properties: curve, attributes: dated }],
        secrets: [{ name: 'database' }, { name: 'retired', attributes: { enabled: false } }],
        settings: [diagnosticSetting('everything', allLogs)],
      },
    ),
    // From before soft delete, roles and the switch for the endpoint.
    vault(
      { ...production, group: 'rg-operations', name: 'contoso-vault-2016' },
      {
        properties: {
          enableSoftDelete: undefined,
          softDeleteRetentionInDays: undefined,
          enableRbacAuthorization: undefined,
          publicNetworkAccess: undefined,
        },
        secrets: [{ name: 'backup-password' }],
        certificates: [
          {
            name: 'backup-client',
            attributes: dated,
            keyProperties: { exportable: true, kty: 'EC', crv: 'P-256', reuse_key: false },
            key: curve,
          },
        ],
      },
    ),
  ];
}

function otherVaults(): readonly SampleResource[] {
  return [
    vault(
      { ...development, group: 'rg-dev', name: 'fabrikam-vault-build' },
      {
        properties: {
          networkAcls: { ...denying, defaultAction: 'Allow' },
          privateEndpointConnections: [endpoint('Pending')],
        },
        certificates: [
          { name: 'build-agents', attributes: dated },
          {
            name: 'package-signing',
            // 1 January 2024: nothing renewed it.
            attributes: { nbf: 1672531200, exp: 1704067200 },
            keyProperties: { exportable: false, kty: 'EC-HSM', crv: 'P-256K', reuse_key: false },
            key: { ...curve, kty: 'EC-HSM', curveName: 'P-256K' },
          },
        ],
        settings: [diagnosticSetting('metrics-only', [])],
      },
    ),
    vault(
      { subscription: sandboxSubscription, location: 'eastus2', group: 'rg-sandbox', name: 'tailspin-vault-try' },
      { properties: { enableRbacAuthorization: false }, keys: [{ name: 'try', attributes: { enabled: false } }] },
    ),
  ];
}

/** Vaults with keys and secrets, and managed HSMs. */
export function keyVaultSample(): readonly SampleResource[] {
  return [
    ...productionVaults(),
    ...otherVaults(),
    managedHsm(
      { ...production, group: 'rg-payments', name: 'contoso-hsm-payments' },
      { enablePurgeProtection: true, publicNetworkAccess: 'Disabled' },
    ),
    managedHsm({ ...development, group: 'rg-dev', name: 'fabrikam-hsm-dev' }, {}),
  ];
}
