import { armError } from './answer.ts';
import type { Answer } from './answer.ts';

// Some of the versions of each namespace, not all: https://learn.microsoft.com/azure/templates
const network = ['2022-07-01', '2023-09-01', '2023-11-01', '2024-01-01', '2024-05-01'];
const byNamespace: Readonly<Record<string, readonly string[]>> = {
  'microsoft.cache': ['2023-08-01', '2024-03-01', '2024-11-01'],
  'microsoft.compute': ['2023-03-01', '2023-04-02', '2024-03-01', '2024-03-02', '2024-07-01'],
  'microsoft.containerregistry': ['2023-07-01', '2025-04-01'],
  'microsoft.containerservice': ['2023-10-01', '2024-05-01', '2024-09-01'],
  'microsoft.documentdb': ['2023-09-15', '2024-05-15', '2024-11-15'],
  'microsoft.eventhub': ['2021-11-01', '2024-01-01'],
  'microsoft.insights': ['2021-05-01-preview'],
  'microsoft.keyvault': ['2022-07-01', '2023-07-01', '2024-11-01'],
  'microsoft.network': network,
  'microsoft.operationalinsights': ['2020-08-01', '2022-10-01', '2023-09-01'],
  'microsoft.resourcegraph': ['2021-03-01', '2022-10-01', '2024-04-01'],
  'microsoft.resources': ['2016-06-01', '2019-06-01', '2020-01-01', '2021-01-01', '2021-04-01', '2022-12-01'],
  'microsoft.security': ['2022-03-01', '2023-01-01', '2024-01-01'],
  'microsoft.storage': [
    '2021-09-01',
    '2022-05-01',
    '2022-09-01',
    '2023-01-01',
    '2023-04-01',
    '2023-05-01',
    '2024-01-01',
    '2025-01-01',
  ],
  'microsoft.web': ['2023-01-01', '2023-12-01', '2024-04-01'],
};

export function isKnownNamespace(namespace: string): boolean {
  return Object.hasOwn(byNamespace, namespace.toLowerCase());
}

/** Checks a request's api-version for a type such as Microsoft.Storage/storageAccounts; undefined where it will do. */
export function refuseApiVersion(version: string | null, typeName: string): Answer | undefined {
  if (version === null || version === '') {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    return armError(400, 'MissingApiVersionParameter', message);
  }
  const [namespace = '', ...types] = typeName.split('/');
  const known = byNamespace[namespace.toLowerCase()] ?? [];
  if (known.length === 0 || known.includes(version)) return undefined;
  if (namespace.toLowerCase() === 'microsoft.resources') {
    const message = `The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`;
    return armError(400, 'InvalidApiVersionParameter', message);
  }
  const message = `No registered resource provider found for location 'westeurope' and API version '${version}' for type '${types.join('/')}'. The supported api-versions are '${known.join(', ')}'.`;
  return armError(400, 'NoRegisteredProviderFound', message);
}
