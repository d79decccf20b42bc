import { severities, type Severity } from '../../model/check.ts';

/** Keeps the worst entries, at most as many as said: of two as bad the one that came first. */
export function keepWorst(most: number) {
  const kept: Readonly<Record<Severity, string[]>> = { critical: [], high: [], medium: [], low: [] };
  const mildestFirst = [...severities].reverse();
  const mildest = () => mildestFirst.find((severity) => kept[severity].length > 0);
  let count = 0;

  /** Whether an entry of this severity would stay: to make one that would not is waste. */
  function admits(severity: Severity): boolean {
    const last = mildest();
    return count < most || (last !== undefined && severities.indexOf(severity) < severities.indexOf(last));
  }

  return {
    admits,
    add(severity: Severity, entry: string): void {
      if (!admits(severity)) return;
      const last = mildest();
      if (count === most && last !== undefined) kept[last].pop();
      else count += 1;
      kept[severity].push(entry);
    },
    count: () => count,
    mildest,
    /** Worst first. */
    entries: (): readonly string[] => severities.flatMap((severity) => kept[severity]),
  };
}
