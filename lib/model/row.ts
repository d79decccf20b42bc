/** One JSON object as Azure returned it: property names and casing untouched. */
export type Row = Readonly<Record<string, unknown>>;

/** Narrows JSON from outside to an object; arrays and null are not objects here. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
