/**
 * A string literal of the Kusto query language.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export function literal(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `'${escaped}'`;
}

export function literals(texts: readonly string[]): string {
  return `(${texts.map(literal).join(', ')})`;
}

interface GroupId {
  readonly subscriptionId: string;
  readonly name: string;
}

/** The parts of /subscriptions/{id}/resourceGroups/{name}; `undefined` for anything else. */
export function readGroupId(id: string): GroupId | undefined {
  const [, subscriptionId, name] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/?$/i.exec(id) ?? [];
  return subscriptionId === undefined || name === undefined ? undefined : { subscriptionId, name };
}

/** The resource groups, full ids, that lie in one of the subscriptions. */
export function groupsWithin(resourceGroups: readonly string[], subscriptions: readonly string[]): readonly string[] {
  const wanted = new Set(subscriptions.map((id) => id.toLowerCase()));
  return resourceGroups.filter((id) => wanted.has(readGroupId(id)?.subscriptionId.toLowerCase() ?? ''));
}

/** A condition that holds for the resources of these resource groups (full ids); `''` where there are none, which means all. */
export function inGroups(resourceGroups: readonly string[]): string {
  const names = new Map<string, string[]>();
  for (const { subscriptionId, name } of resourceGroups.map(readGroupId).filter((id) => id !== undefined)) {
    const subscription = subscriptionId.toLowerCase();
    names.set(subscription, [...(names.get(subscription) ?? []), name]);
  }
  const conditions = [...names].map(
    ([subscription, groups]) =>
      `(subscriptionId =~ ${literal(subscription)} and resourceGroup in~ ${literals(groups)})`,
  );
  return conditions.join(' or ');
}
