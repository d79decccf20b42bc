import { armError } from './answer.ts';
import type { Answer } from './answer.ts';
import published from './apiVersions.json' with { type: 'json' };

// Versions of a namespace's types in Azure's own type library, not told apart by type.
const byNamespace = new Map(
  Object.entries(published.namespaces).map(([namespace, versions]) => [namespace, versions.split(' ')]),
);
// Reading subscriptions is no type of the library: https://learn.microsoft.com/rest/api/resources/subscriptions
byNamespace.set('microsoft.resources', [
  '2016-06-01',
  '2019-06-01',
  '2020-01-01',
  '2021-01-01',
  '2021-04-01',
  '2022-12-01',
]);
// https://learn.microsoft.com/rest/api/subscription/subscription-policy
byNamespace.set('microsoft.subscription', ['2021-10-01']);

export function isKnownNamespace(namespace: string): boolean {
  return byNamespace.has(namespace.toLowerCase());
}

/** Checks a request's api-version for a type such as Microsoft.Storage/storageAccounts; undefined where it will do. */
export function refuseApiVersion(version: string | null, typeName: string): Answer | undefined {
  if (version === null || version === '') {
    const message = 'The api-version query parameter (?api-version=) is required for all requests.';
    return armError(400, 'MissingApiVersionParameter', message);
  }
  const [namespace = '', ...types] = typeName.split('/');
  const known = byNamespace.get(namespace.toLowerCase()) ?? [];
  if (known.length === 0 || known.includes(version)) return undefined;
  if (namespace.toLowerCase() === 'microsoft.resources') {
    const message = `The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`;
    return armError(400, 'InvalidApiVersionParameter', message);
  }
  const message = `No registered resource provider found for location 'westeurope' and API version '${version}' for type '${types.join('/')}'. The supported api-versions are '${known.join(', ')}'.`;
  return armError(400, 'NoRegisteredProviderFound', message);
}
