import type { DryCheck, DryResult } from './dryScan.ts';

/** What refusing one action did. */
export interface Refused {
  readonly action: string;
  /** Checks of which a verdict became unknown. */
  readonly checks: readonly string[];
  /** What a refusal must never do; empty in a scanner that keeps its promise. */
  readonly faults: readonly string[];
}

const none: DryCheck = { pairs: 0, pass: 0, fails: new Set(), unknowns: new Map() };

function faultsOf(id: string, action: string, before: DryCheck, after: DryCheck): readonly string[] {
  const newFails = [...after.fails].filter((key) => !before.fails.has(key));
  const fresh = [...after.unknowns].filter(([key]) => !before.unknowns.has(key));
  const unnamed = fresh.filter(([, permission]) => permission.toLowerCase() !== action.toLowerCase());
  return [
    ...(before.pairs > 0 && after.pairs === 0 ? [`${id} disappeared from the result`] : []),
    ...(after.pass > before.pass ? [`${id} passes ${String(after.pass - before.pass)} more`] : []),
    ...newFails.map((key) => `${id} became fail on ${key}`),
    ...unnamed.map(([key, permission]) => `${id} is unknown on ${key} and names ${permission || 'no permission'}`),
  ];
}

/** Compares a scan with one action refused with the scan that saw everything. */
export function compareRefusal(action: string, full: DryResult, refused: DryResult): Refused {
  const ids = [...new Set([...full.keys(), ...refused.keys()])].sort();
  const both = ids.map((id) => ({ id, before: full.get(id) ?? none, after: refused.get(id) ?? none }));
  const lost = both.filter(({ before, after }) => [...after.unknowns.keys()].some((key) => !before.unknowns.has(key)));
  return {
    action,
    checks: lost.map(({ id }) => id),
    faults: both.flatMap(({ id, before, after }) => faultsOf(id, action, before, after)),
  };
}
