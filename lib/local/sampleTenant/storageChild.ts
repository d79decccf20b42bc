import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { ListRequest } from './pageAnswer.ts';
import type { Row } from '../../model/row.ts';

const services = { blob: 'Blob', file: 'File', queue: 'Queue', table: 'Table' } as const;
export type StorageService = keyof typeof services;

export interface StorageContainer {
  readonly name: string;
  readonly publicAccess: 'None' | 'Blob' | 'Container';
}

/** A storage account with all that hangs below it. */
export interface StorageAccount {
  readonly id: string;
  readonly name: string;
  readonly sku: Row;
  /** Properties of each service that the account has. */
  readonly services: Readonly<Partial<Record<StorageService, Row>>>;
  /** Rules of the lifecycle policy; undefined where it has none. */
  readonly lifecycle: readonly unknown[] | undefined;
  readonly containers: readonly StorageContainer[];
  /** Diagnostic settings of the account ('') and of its services. */
  readonly diagnostics: Readonly<Partial<Record<StorageService | '', readonly Row[]>>>;
  /** Answers that replace the true ones, by child path in lower case. */
  readonly replaced?: Readonly<Record<string, Answer>>;
}

const accountType = 'Microsoft.Storage/storageAccounts';
const containersPerPage = 3;

// Seen from the service for accounts that lack one: https://github.com/turbot/steampipe-plugin-azure/issues/474
function lacks(service: StorageService): Answer {
  const message = `${services[service]} is not supported for the account.`;
  return armError(400, 'FeatureNotSupportedForAccount', message);
}

function serviceAnswer(account: StorageAccount, service: StorageService): Answer {
  const properties = account.services[service];
  if (!properties) return lacks(service);
  const type = `${service}Services`;
  const sku = service === 'blob' || service === 'file' ? { sku: account.sku } : {};
  return jsonAnswer(200, {
    ...sku,
    id: `${account.id}/${type}/default`,
    name: 'default',
    type: `${accountType}/${type}`,
    properties,
  });
}

function lifecycleAnswer(account: StorageAccount): Answer {
  if (!account.lifecycle) {
    return armError(404, 'ManagementPolicyNotFound', `No ManagementPolicy found for account ${account.name}`);
  }
  return jsonAnswer(200, {
    id: `${account.id}/managementPolicies/default`,
    name: 'DefaultManagementPolicy',
    type: `${accountType}/managementPolicies`,
    properties: { policy: { rules: account.lifecycle }, lastModifiedTime: '2025-01-08T03:01:55.7168089Z' },
  });
}

function containerBody(account: StorageAccount, container: StorageContainer): Row {
  return {
    id: `${account.id}/blobServices/default/containers/${container.name}`,
    name: container.name,
    type: `${accountType}/blobServices/containers`,
    etag: '"0x8D589847D51C7DE"',
    properties: {
      publicAccess: container.publicAccess,
      leaseStatus: 'Unlocked',
      leaseState: 'Available',
      lastModifiedTime: '2025-01-14T08:20:47Z',
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
    },
  };
}

function containersAnswer(account: StorageAccount, { parameters, link }: ListRequest): Answer {
  if (!account.services.blob) return lacks('blob');
  const asked = Number(parameters.get('$maxpagesize') ?? containersPerPage);
  const start = account.containers.findIndex(
    (container) => `/${account.name}/${container.name}` === parameters.get('$skipToken'),
  );
  const rest = account.containers.slice(Math.max(start, 0));
  const value = rest.slice(0, asked).map((container) => containerBody(account, container));
  const next = rest[asked];
  if (!next) return jsonAnswer(200, { value });
  const nextLink = link({ $maxpagesize: String(asked), $skipToken: `/${account.name}/${next.name}` });
  return jsonAnswer(200, { value, nextLink });
}

function diagnosticsAnswer(account: StorageAccount, service: StorageService | ''): Answer {
  const parent = service === '' ? account.id : `${account.id}/${service}Services/default`;
  const value = (account.diagnostics[service] ?? []).map((setting) => ({
    id: `${parent}/providers/microsoft.insights/diagnosticSettings/${String(setting['name'])}`,
    type: 'Microsoft.Insights/diagnosticSettings',
    ...setting,
  }));
  return jsonAnswer(200, { value });
}

type ChildAnswer = (account: StorageAccount, request: ListRequest) => Answer;

function serviceAnswers(service: StorageService): (readonly [string, ChildAnswer])[] {
  const path = `${service}services/default`;
  return [
    [path, (account) => serviceAnswer(account, service)],
    [`${path}/providers/microsoft.insights/diagnosticsettings`, (account) => diagnosticsAnswer(account, service)],
  ];
}

const answers = new Map<string, ChildAnswer>([
  ['managementpolicies/default', lifecycleAnswer],
  ['blobservices/default/containers', containersAnswer],
  ['providers/microsoft.insights/diagnosticsettings', (account) => diagnosticsAnswer(account, '')],
  ...(['blob', 'file', 'queue', 'table'] as const).flatMap(serviceAnswers),
]);

/**
 * Answers `GET {storage account}/{path}`, the path in lower case; undefined where the service knows no such child.
 * Shapes: https://learn.microsoft.com/rest/api/storagerp and https://learn.microsoft.com/rest/api/monitor/diagnostic-settings/list
 */
export function answerStorageChild(account: StorageAccount, path: string, request: ListRequest): Answer | undefined {
  return account.replaced?.[path] ?? answers.get(path)?.(account, request);
}
