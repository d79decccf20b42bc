/** Addresses as whole numbers, from `first` to `last`, both within. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** Ranges in ascending order that neither overlap nor touch. Made by `addressSet` alone. */
export type AddressSet = readonly AddressRange[];

export const nowhere: AddressSet = [];

const larger = (left: bigint, right: bigint): bigint => (left > right ? left : right);
const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** The set that the ranges add up to, whatever their order. */
export function addressSet(ranges: readonly AddressRange[]): AddressSet {
  const sorted = ranges.toSorted((left, right) => (left.first < right.first ? -1 : 1));
  const merged: AddressRange[] = [];
  for (const range of sorted) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1n) merged.push(range);
    else merged.splice(-1, 1, { first: before.first, last: larger(before.last, range.last) });
  }
  return merged;
}

/** What is in both sets. */
export function overlap(left: AddressSet, right: AddressSet): AddressSet {
  if (left === right) return left;
  const common = left.flatMap((one) =>
    right.flatMap((other) => {
      const range = { first: larger(one.first, other.first), last: smaller(one.last, other.last) };
      return range.first <= range.last ? [range] : [];
    }),
  );
  return addressSet(common);
}

/** What is in the first set and not in the second. */
export function without(from: AddressSet, taken: AddressSet): AddressSet {
  if (from === taken) return nowhere;
  let left: readonly AddressRange[] = from;
  for (const { first, last } of taken) {
    left = left.flatMap((range) => {
      if (last < range.first || first > range.last) return [range];
      const below = first > range.first ? [{ first: range.first, last: first - 1n }] : [];
      const above = last < range.last ? [{ first: last + 1n, last: range.last }] : [];
      return [...below, ...above];
    });
  }
  return left;
}

/** How many addresses it holds. */
export function sizeOf(set: AddressSet): bigint {
  return set.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}

export function holds(set: AddressSet, address: bigint): boolean {
  return set.some(({ first, last }) => first <= address && address <= last);
}
