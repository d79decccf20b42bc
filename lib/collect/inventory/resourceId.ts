/** What the id of an ARM resource says. Text as written, but `type` and `subscriptionId` in lower case. */
export interface ResourceIdParts {
  readonly type: string;
  readonly name: string;
  /** `''` for a resource of the tenant. */
  readonly subscriptionId: string;
  /** `''` outside a resource group. */
  readonly resourceGroup: string;
}

function containerOf(segments: readonly string[]): ResourceIdParts | undefined {
  const [subscriptions, subscription = '', groups, group = ''] = segments;
  if (subscriptions?.toLowerCase() !== 'subscriptions') return undefined;
  const subscriptionId = subscription.toLowerCase();
  if (segments.length === 2) {
    return { type: 'microsoft.resources/subscriptions', name: subscription, subscriptionId, resourceGroup: '' };
  }
  if (segments.length !== 4 || groups?.toLowerCase() !== 'resourcegroups') return undefined;
  return {
    type: 'microsoft.resources/subscriptions/resourcegroups',
    name: group,
    subscriptionId,
    resourceGroup: group,
  };
}

/**
 * Reads the id of a resource, of an extension of one, of a resource group or of a subscription.
 * https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource#resource-id-format
 * Undefined for what is no such id. Placeholders such as `{subscription-id}` count as names.
 */
export function parseResourceId(id: string): ResourceIdParts | undefined {
  const segments = id.replace(/\/$/, '').split('/').slice(1);
  if (!id.startsWith('/') || segments.some((segment) => segment.trim() === '')) return undefined;
  const provider = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
  if (provider === -1) return containerOf(segments);
  const [namespace, ...path] = segments.slice(provider + 1);
  if (namespace === undefined || path.length === 0 || path.length % 2 !== 0) return undefined;
  const types = path.filter((_, index) => index % 2 === 0);
  const scope = containerOf(segments.slice(0, 4)) ?? containerOf(segments.slice(0, 2));
  return {
    type: [namespace, ...types].join('/').toLowerCase(),
    name: path.at(-1) ?? '',
    subscriptionId: scope?.subscriptionId ?? '',
    resourceGroup: scope?.resourceGroup ?? '',
  };
}
