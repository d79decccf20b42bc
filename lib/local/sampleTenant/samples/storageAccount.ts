import accountExample from '../examples/storageAccount.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import type { StorageAccount, StorageContainer, StorageService } from '../storageChild.ts';
import { fromExample } from './fromExample.ts';
import type { Placement } from './fromExample.ts';
import { blobPlain, corsOnly, filePlain, microsoftKeys, portalDefaults } from './storageSettings.ts';

/** How one account differs from the ordinary: a StorageV2 account with the portal's settings. */
export interface AccountChoice {
  readonly kind?: 'StorageV2' | 'Storage' | 'BlobStorage' | 'BlockBlobStorage' | 'FileStorage';
  readonly sku?: string;
  /** Properties instead of the portal's; what is not named is absent. */
  readonly properties?: Row;
  /** Properties that Resource Graph leaves out, though ARM answers them. */
  readonly omitted?: readonly string[];
  readonly services?: Readonly<Partial<Record<StorageService, Row>>>;
  readonly lifecycle?: readonly unknown[];
  readonly containers?: readonly StorageContainer[];
  readonly diagnostics?: StorageAccount['diagnostics'];
  readonly tags?: Row;
}

// https://learn.microsoft.com/azure/storage/common/storage-account-overview#types-of-storage-accounts
const servicesOfKind: Readonly<Record<string, readonly StorageService[]>> = {
  BlobStorage: ['blob'],
  BlockBlobStorage: ['blob'],
  FileStorage: ['file'],
};
const allServices: readonly StorageService[] = ['blob', 'file', 'queue', 'table'];
const plainServices: Readonly<Record<StorageService, Row>> = {
  blob: blobPlain,
  file: filePlain,
  queue: corsOnly,
  table: corsOnly,
};

function servicesOf(choice: AccountChoice): readonly StorageService[] {
  const byKind = servicesOfKind[choice.kind ?? 'StorageV2'];
  // General-purpose premium accounts hold page blobs only.
  return byKind ?? (choice.sku?.startsWith('Premium') === true ? ['blob'] : allServices);
}

function endpoints(name: string, services: readonly StorageService[]): Row {
  return Object.fromEntries(services.map((service) => [service, `https://${name}.${service}.core.windows.net/`]));
}

function accountBody(placement: Placement, choice: AccountChoice): Row {
  const example = fromExample(accountExample, placement);
  const held = isRow(example['properties']) ? example['properties'] : {};
  const { keyCreationTime, creationTime, provisioningState, statusOfPrimary } = held;
  const sku = choice.sku ?? 'Standard_LRS';
  const properties = {
    keyCreationTime,
    creationTime,
    primaryEndpoints: endpoints(placement.name, servicesOf(choice)),
    primaryLocation: placement.location,
    provisioningState,
    statusOfPrimary,
    encryption: microsoftKeys,
    privateEndpointConnections: [],
    ...(choice.properties ?? portalDefaults),
  };
  return {
    ...example,
    kind: choice.kind ?? 'StorageV2',
    sku: { name: sku, tier: sku.split('_')[0] },
    tags: choice.tags ?? {},
    properties,
  };
}

/** A storage account of a sample, with its services, containers, lifecycle policy and diagnostic settings. */
export function storageAccount(
  placement: Placement,
  choice: AccountChoice = {},
): SampleResource & { readonly account: StorageAccount } {
  const body = accountBody(placement, choice);
  const services = servicesOf(choice).map((service): readonly [StorageService, Row] => [
    service,
    choice.services?.[service] ?? plainServices[service],
  ]);
  const account: StorageAccount = {
    id: String(body['id']),
    name: placement.name,
    sku: isRow(body['sku']) ? body['sku'] : {},
    services: Object.fromEntries(services),
    lifecycle: choice.lifecycle,
    containers: choice.containers ?? [],
    diagnostics: choice.diagnostics ?? {},
  };
  return { row: graphRow(body, choice.omitted), body, account };
}
