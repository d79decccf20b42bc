/**
 * The id, in lower case, of the resource of a type (in lower case) that an id names or lies in: a subnet's id gives its
 * virtual network. `undefined` for ids of other types.
 */
export function idOfType(id: string, type: string): string | undefined {
  const [namespace = '', ...types] = type.split('/');
  const lower = id.toLowerCase();
  const start = lower.lastIndexOf(`/providers/${namespace}/`);
  if (start < 0) return undefined;
  const before = `/providers/${namespace}`;
  const segments = lower.slice(start + before.length + 1).split('/');
  const named = types.every((name, index) => segments[2 * index] === name && (segments[2 * index + 1] ?? '') !== '');
  return named ? `${lower.slice(0, start)}${before}/${segments.slice(0, 2 * types.length).join('/')}` : undefined;
}

/** The subscription of an id, in lower case; `''` for ids of the tenant or a management group. */
export function subscriptionOf(id: string): string {
  return /^\/subscriptions\/([^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? '';
}
