/**
 * A resource id as the path of a call, each segment encoded. `undefined` where the id is no path below a subscription or, as
 * those of inherited role assignments, below a provider of the tenant:
 * ids come from Azure's answers, and `..` in one would reach for something else.
 */
export function armPath(id: string): string | undefined {
  if (!/^\/(subscriptions|providers)\/[^/]+/i.test(id)) return undefined;
  const segments = id.replace(/\/+$/, '').slice(1).split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined;
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
