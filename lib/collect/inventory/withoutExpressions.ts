import { isRow } from '../../model/row.ts';

/** A template expression: `[` to `]`; `[[` escapes a text that only looks like one. https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions */
function isExpression(value: unknown): boolean {
  return typeof value === 'string' && /^\[(?!\[)[^]*\]$/.test(value);
}

/**
 * What a bicep snapshot could not compute stays an expression such as `[reference(…).minimumTlsVersion]`. It is no value:
 * such a property is taken as absent, and so is a whole list with such an entry, whose meaning the entry could change.
 * The id stays, so that the row can be reported.
 */
export function withoutExpressions(value: unknown): unknown {
  if (isExpression(value)) return undefined;
  if (Array.isArray(value)) {
    const entries: readonly unknown[] = value.map(withoutExpressions);
    return entries.includes(undefined) ? undefined : entries;
  }
  if (!isRow(value)) return value;
  const kept = Object.entries(value).map(
    ([key, held]) => [key, key === 'id' ? held : withoutExpressions(held)] as const,
  );
  return Object.fromEntries(kept.filter(([, held]) => held !== undefined));
}
