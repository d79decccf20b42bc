/** What a request to Azure Resource Manager is about. Types and child paths are in lower case. */
export type ArmTarget =
  | { readonly kind: 'resourceGraph' }
  | { readonly kind: 'subscriptionList' }
  | { readonly kind: 'tenantList' }
  | { readonly kind: 'subscriptionPolicy' }
  | { readonly kind: 'subscription'; readonly subscription: string }
  | { readonly kind: 'pricing'; readonly subscription: string; readonly plan: string | undefined }
  | {
      readonly kind: 'list';
      readonly subscription: string;
      readonly group: string | undefined;
      readonly type: string;
      /** As the caller spelled it. */
      readonly typeName: string;
    }
  | ResourceTarget
  | { readonly kind: 'unknown' };

export interface ResourceTarget {
  readonly kind: 'resource';
  readonly subscription: string;
  /** Undefined for what hangs below a subscription itself. */
  readonly group: string | undefined;
  readonly type: string;
  readonly typeName: string;
  readonly name: string;
  /** The resource's id in lower case. */
  readonly key: string;
  /** What follows the resource's id, '' for the resource itself. */
  readonly child: string;
  readonly childName: string;
}

export type ScopedTarget = Extract<ArmTarget, { readonly subscription: string }>;

export function isScoped(target: ArmTarget): target is ScopedTarget {
  return 'subscription' in target;
}

function resourceTarget(subscription: string, group: string | undefined, rest: readonly string[]): ResourceTarget {
  const [namespace = '', type = '', name = '', ...child] = rest;
  const typeName = `${namespace}/${type}`;
  const scope = group === undefined ? '' : `/resourcegroups/${group}`;
  return {
    kind: 'resource',
    subscription,
    group,
    type: typeName.toLowerCase(),
    typeName,
    name,
    key: `/subscriptions/${subscription}${scope}/providers/${typeName}/${name}`.toLowerCase(),
    child: child.join('/').toLowerCase(),
    childName: child.join('/'),
  };
}

function providerTarget(subscription: string, group: string | undefined, rest: readonly string[]): ArmTarget {
  const [namespace = '', type = '', name] = rest;
  const typeName = `${namespace}/${type}`;
  const lower = typeName.toLowerCase();
  if (lower === 'microsoft.security/pricings' && group === undefined) {
    return { kind: 'pricing', subscription, plan: name };
  }
  if (namespace === '' || type === '') return { kind: 'unknown' };
  if (name === undefined) return { kind: 'list', subscription, group, type: lower, typeName };
  return resourceTarget(subscription, group, rest);
}

/** Reads the path of a request; names match in any case, as in Azure. */
export function readArmTarget(path: string): ArmTarget {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const words = segments.map((segment) => segment.toLowerCase());
  if (words.join('/') === 'providers/microsoft.resourcegraph/resources') return { kind: 'resourceGraph' };
  if (words.join('/') === 'providers/microsoft.subscription/policies/default') return { kind: 'subscriptionPolicy' };
  if (words.join('/') === 'tenants') return { kind: 'tenantList' };
  if (words[0] !== 'subscriptions') return { kind: 'unknown' };
  const subscription = words[1];
  if (subscription === undefined) return { kind: 'subscriptionList' };
  if (words.length === 2) return { kind: 'subscription', subscription };
  if (words[2] === 'providers') return providerTarget(subscription, undefined, segments.slice(3));
  if (words[2] === 'resourcegroups' && words[4] === 'providers') {
    return providerTarget(subscription, segments[3], segments.slice(5));
  }
  return { kind: 'unknown' };
}

/**
 * The type that a path below a resource names, where every second segment names one: `extensions/e1` below a machine is
 * Microsoft.Compute/virtualMachines/extensions. An extension, behind `providers/`, has a type of its own.
 */
export function typeBelow(typeName: string, childName: string): string {
  const [own = '', extension] = childName.split(/\/?providers\//i);
  const everySecond = (path: string): string[] => path.split('/').filter((word, at) => word !== '' && at % 2 === 0);
  if (extension === undefined) return [typeName, ...everySecond(own)].join('/');
  const [namespace = '', ...types] = extension.split('/');
  return [namespace, ...everySecond(types.join('/'))].join('/');
}

/** The deepest resource on the way that is one: an extension of a machine has a row of its own, a blob service has none. */
export function deepen(target: ResourceTarget, isResource: (key: string) => boolean): ResourceTarget {
  if (target.child === '') return target;
  const words = target.childName.split('/');
  for (let length = words.length; length > 0; length -= 1) {
    const below = words.slice(0, length).join('/');
    const key = `${target.key}/${below}`.toLowerCase();
    if (!isResource(key)) continue;
    const typeName = typeBelow(target.typeName, below);
    const childName = words.slice(length).join('/');
    const name = words[length - 1] ?? '';
    return { ...target, typeName, type: typeName.toLowerCase(), name, key, childName, child: childName.toLowerCase() };
  }
  return target;
}

// https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftsecurity
const otherwiseNamed: Readonly<Record<string, string>> = {
  'microsoft.security/jitnetworkaccesspolicies': 'Microsoft.Security/locations/jitNetworkAccessPolicies',
};

/** The Azure action that a request needs. */
export function actionOf(target: ScopedTarget): string {
  switch (target.kind) {
    case 'subscription':
      return 'Microsoft.Resources/subscriptions/read';
    case 'pricing':
      return 'Microsoft.Security/pricings/read';
    case 'list':
      return `${otherwiseNamed[target.type] ?? target.typeName}/read`;
    case 'resource':
      return `${typeBelow(target.typeName, target.childName)}/read`;
  }
}
