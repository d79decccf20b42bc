import { isRow, type Row } from '../model/row.ts';

/** A row that remembers the first property that was asked for and not there. */
export interface WatchedRow {
  readonly row: Row;
  readonly absent: () => string | undefined;
}

// JSON.stringify and await ask every object for these.
const notProperties = new Set(['toJSON', 'then']);

/** Wraps a row so that any read of an absent (or null) property is noticed, however deep and whoever reads. */
export function watchAbsence(row: Row): WatchedRow {
  let absent: string | undefined;
  const note = (path: string) => {
    absent ??= path;
  };
  const watch = (target: object, path: string): object =>
    new Proxy(target, {
      get(object, key): unknown {
        const value: unknown = Reflect.get(object, key);
        if (typeof key === 'symbol' || notProperties.has(key)) return value;
        const at = path === '' ? key : `${path}.${key}`;
        if (value === undefined || value === null) note(at);
        return typeof value === 'object' && value !== null ? watch(value, at) : value;
      },
      has(object, key) {
        if (typeof key === 'string' && !(key in object)) note(path === '' ? key : `${path}.${key}`);
        return key in object;
      },
    });
  const watched = watch(row, '');
  return { row: isRow(watched) ? watched : row, absent: () => absent };
}
