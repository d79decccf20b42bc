import type { ResourceTable } from './estate.ts';

/** Two tables as one, in the order of their ids. Nothing but the ids is kept. */
export function mergeTables(first: ResourceTable, second: ResourceTable): ResourceTable {
  const total = first.keys.length + second.keys.length;
  const keys: string[] = [];
  const own = new Uint32Array(total);
  const isFirst = new Uint8Array(total);
  for (let [one, other] = [0, 0]; one + other < total;) {
    const [left, right] = [first.keys[one], second.keys[other]];
    const takesFirst = right === undefined || (left !== undefined && left <= right);
    isFirst[keys.length] = takesFirst ? 1 : 0;
    own[keys.length] = takesFirst ? one : other;
    keys.push((takesFirst ? left : right) ?? '');
    if (takesFirst) one += 1;
    else other += 1;
  }
  const of = (row: number): ResourceTable => (isFirst[row] === 1 ? first : second);
  const at = (row: number): number => own[row] ?? 0;
  return {
    keys,
    columns: first.columns,
    cell: (row, column) => of(row).cell(at(row), column),
    subscription: (row) => of(row).subscription(at(row)),
    resource: (row) => of(row).resource(at(row)),
    child: (row, path, request) => of(row).child(at(row), path, request),
    hasList: (type, path) => first.hasList(type, path) || second.hasList(type, path),
  };
}
