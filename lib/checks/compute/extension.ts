import { observedText, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';

const lower = (extension: Row, path: string): string => (textAt(extension, path) ?? '').toLowerCase();

// Extensions of a machine and of a scale set's profile hold the same properties; Azure keeps the case that they were written in.

export function isFrom(extension: Row, publisher: string): boolean {
  return lower(extension, 'properties.publisher') === publisher.toLowerCase();
}

export function isOfType(extension: Row, types: readonly string[]): boolean {
  const type = lower(extension, 'properties.type');
  return types.some((one) => one.toLowerCase() === type);
}

/** What is installed, as evidence. */
export function extensionTypes(extensions: readonly Row[]): string {
  const types = extensions.map((extension) => observedText(valueAt(extension, 'properties.type')));
  return types.length === 0 ? 'empty' : types.join(', ');
}

/** The verdict with the ids of the rows that it rests on. */
export function withTrail(verdict: Verdict, rows: readonly Row[]): Verdict {
  if (verdict.verdict !== 'pass' && verdict.verdict !== 'fail') return verdict;
  const trail = rows.map((row) => String(row['id']));
  return trail.length === 0 ? verdict : { ...verdict, because: { ...verdict.because, trail } };
}
