import networkSecurityGroup from '../examples/networkSecurityGroup.json' with { type: 'json' };
import vault from '../examples/vault.json' with { type: 'json' };
import virtualMachine from '../examples/virtualMachine.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import type { SampleChildren } from '../answerChild.ts';
import type { StorageAccount } from '../storageChild.ts';
import type { Example } from './fromExample.ts';
import { storageAccount } from './storageAccount.ts';
import type { AccountChoice } from './storageAccount.ts';
import {
  allLogs,
  blobProtected,
  customerKeys,
  diagnosticSetting,
  fileHardened,
  fileWeak,
  hardened,
  lifecycleRule,
  outdated,
  privateEndpoint,
} from './storageSettings.ts';

/** Where a resource of a generated tenant lies. */
export interface GeneratedPlace {
  readonly name: string;
  /** `/subscriptions/{id}/resourceGroups/{name}` */
  readonly scope: string;
}

/** The name of resource number `n`. */
export const numbered = (prefix: string, n: number): string => `${prefix}${String(n).padStart(7, '0')}`;

/** One type of a generated tenant. Everything follows from the resource's number. */
export interface GeneratedKind {
  readonly typeName: string;
  readonly prefix: string;
  facts(n: number): { readonly kind?: unknown; readonly sku?: unknown };
  properties(n: number, place: GeneratedPlace): unknown;
  account?(n: number, id: string, name: string): StorageAccount;
  /** What hangs below each, alike for all. */
  readonly children?: SampleChildren;
}

const settings = [diagnosticSetting('to-workspace', allLogs)];
const choices: readonly AccountChoice[] = [
  {
    sku: 'Standard_GZRS',
    properties: {
      ...hardened,
      encryption: customerKeys,
      privateEndpointConnections: [privateEndpoint('blob', 'Approved')],
    },
    services: { blob: blobProtected, file: fileHardened },
    lifecycle: [lifecycleRule('cool-after-a-month', true)],
    diagnostics: { blob: settings, file: settings, queue: settings, table: settings },
  },
  {},
  { properties: { ...hardened, minimumTlsVersion: 'TLS1_0' }, services: { file: fileWeak } },
  {
    kind: 'Storage',
    sku: 'Standard_GRS',
    properties: outdated,
    containers: [{ name: 'tfstate', publicAccess: 'None' }],
  },
];

function accounts(): GeneratedKind {
  const placement = { subscription: '', group: '', name: 'template', location: 'westeurope' };
  const made = choices.map((choice) => storageAccount(placement, choice));
  const at = (n: number): (typeof made)[number] => {
    // Numbers of one kind are four apart where there are four kinds.
    const found = made[Math.floor(n / 4) % made.length];
    if (!found) throw new RangeError(`There is no account number ${String(n)}.`);
    return found;
  };
  return {
    typeName: 'Microsoft.Storage/storageAccounts',
    prefix: 'generated',
    facts: (n) => ({ kind: at(n).row['kind'], sku: at(n).row['sku'] }),
    properties: (n, { name }) => {
      const { properties } = at(n).row;
      const blob = `https://${name}.blob.core.windows.net/`;
      return { ...(isRow(properties) ? properties : {}), primaryEndpoints: { blob } };
    },
    account: (n, id, name) => ({ ...at(n).account, id, name }),
  };
}

function exampleKind(example: Example, prefix: string, children?: SampleChildren): GeneratedKind {
  const body: Row = example.body;
  const { sku, properties } = body;
  const kind = { typeName: String(body['type']), prefix, facts: () => ({ sku }), properties: () => properties };
  return { ...kind, ...(children && { children }) };
}

/** The types of a generated tenant, storage accounts first. */
export function generatedKinds(): GeneratedKind[] {
  return [
    accounts(),
    exampleKind(networkSecurityGroup, 'nsg-'),
    exampleKind(virtualMachine, 'vm-'),
    exampleKind(vault, 'vault-', { keys: [], secrets: [] }),
  ];
}
