import { MalformedError } from '../define.ts';
import { textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Service } from './needs.ts';

const contents: Readonly<Record<Service, string>> = {
  blob: 'blobs',
  file: 'file shares',
  queue: 'queues',
  table: 'tables',
};

function required(account: Row, path: string): string {
  const value = textAt(account, path);
  if (value === undefined) throw new MalformedError(`${path} is not set`);
  return value;
}

export const kindOf = (account: Row): string => required(account, 'kind');
export const skuOf = (account: Row): string => required(account, 'sku.name');

/** Premium accounts sit on solid-state drives: Premium_LRS, Premium_ZRS, PremiumV2_LRS, PremiumV2_ZRS. */
export const isPremium = (sku: string): boolean => sku.startsWith('Premium');

// A general-purpose account on Premium_LRS holds page blobs only, and a v1 account on Standard_ZRS block blobs only.
// https://learn.microsoft.com/azure/storage/common/storage-account-overview#types-of-storage-accounts and primaryEndpoints in
// https://learn.microsoft.com/rest/api/storagerp/storage-accounts/get-properties
function holdsBlobsOnly(kind: string, sku: string): boolean {
  return isPremium(sku) || (kind === 'Storage' && sku === 'Standard_ZRS');
}

/**
 * For `applies`: true where an account has a service, else why it has not. A kind that Azure adds later counts as having
 * all of them, so that it is judged rather than passed over.
 */
export function holds(account: Row, service: Service): true | string {
  const kind = kindOf(account);
  if (kind === 'FileStorage') return service === 'file' || `a FileStorage account holds no ${contents[service]}`;
  if (service === 'blob') return true;
  if (kind === 'BlobStorage' || kind === 'BlockBlobStorage') return `a ${kind} account holds no ${contents[service]}`;
  if (kind !== 'Storage' && kind !== 'StorageV2') return true;
  const sku = skuOf(account);
  return !holdsBlobsOnly(kind, sku) || `a ${kind} account on ${sku} holds no ${contents[service]}`;
}

/**
 * For `applies`: blob versioning and lifecycle management are offered on general-purpose v2, premium block blob and Blob
 * Storage accounts: https://learn.microsoft.com/azure/storage/blobs/versioning-overview#feature-support and
 * https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview
 */
export function offersBlockBlobFeature(account: Row, feature: string): true | string {
  const kind = kindOf(account);
  if (kind === 'Storage') return `a Storage account has no ${feature}`;
  const pageBlobsOnly = kind === 'StorageV2' && isPremium(skuOf(account));
  return pageBlobsOnly ? `an account of premium page blobs has no ${feature}` : holds(account, 'blob');
}
