import { markup, type Markup } from './markup.ts';

/** 1,234,567 */
export function figure(count: number): string {
  return count.toLocaleString('en-US');
}

/** ISO 8601 in UTC, without fractions of a second. */
export function isoTime(at: string): string {
  return at.replace(/\.\d+(?=Z$)/, '');
}

export function timeElement(at: string | null): Markup {
  return at === null ? markup`not yet` : markup`<time datetime="${at}">${isoTime(at)}</time>`;
}

export function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
