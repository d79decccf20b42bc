import type { ScoreRange } from '../model/score.ts';

/** One number where all is known, else both ends. */
export function rangeText({ low, high }: ScoreRange): string {
  return low === high ? String(low) : `${String(low)} to ${String(high)}`;
}
