/** What a request to Azure Resource Manager is about. Types and child paths are in lower case. */
export type ArmTarget =
  | { readonly kind: 'resourceGraph' }
  | { readonly kind: 'subscriptionList' }
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
  | {
      readonly kind: 'resource';
      readonly subscription: string;
      readonly group: string;
      readonly type: string;
      readonly typeName: string;
      readonly name: string;
      /** The resource's id in lower case. */
      readonly key: string;
      /** What follows the resource's id, '' for the resource itself. */
      readonly child: string;
      readonly childName: string;
    }
  | { readonly kind: 'unknown' };

type ScopedTarget = Exclude<ArmTarget, { readonly kind: 'resourceGraph' | 'subscriptionList' | 'unknown' }>;

export function isScoped(target: ArmTarget): target is ScopedTarget {
  return 'subscription' in target;
}

function resourceTarget(subscription: string, group: string, rest: readonly string[]): ArmTarget {
  const [namespace = '', type = '', name = '', ...child] = rest;
  const typeName = `${namespace}/${type}`;
  const key = `/subscriptions/${subscription}/resourcegroups/${group}/providers/${typeName}/${name}`.toLowerCase();
  return {
    kind: 'resource',
    subscription,
    group,
    type: typeName.toLowerCase(),
    typeName,
    name,
    key,
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
  return group === undefined ? { kind: 'unknown' } : resourceTarget(subscription, group, rest);
}

/** Reads the path of a request; names match in any case, as in Azure. */
export function readArmTarget(path: string): ArmTarget {
  const segments = path
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const words = segments.map((segment) => segment.toLowerCase());
  if (words.join('/') === 'providers/microsoft.resourcegraph/resources') return { kind: 'resourceGraph' };
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

/** The Azure action that a request needs: every second segment of a path names a type. */
export function actionOf(target: ScopedTarget): string {
  switch (target.kind) {
    case 'subscription':
      return 'Microsoft.Resources/subscriptions/read';
    case 'pricing':
      return 'Microsoft.Security/pricings/read';
    case 'list':
      return `${target.typeName}/read`;
    case 'resource': {
      const [own = '', extension] = target.childName.split(/\/?providers\//i);
      if (extension !== undefined) {
        const [namespace, ...types] = extension.split('/');
        return [namespace, ...types.filter((_, at) => at % 2 === 0), 'read'].join('/');
      }
      const types = own.split('/').filter((segment, at) => segment !== '' && at % 2 === 0);
      return [target.typeName, ...types, 'read'].join('/');
    }
  }
}
