import { isRow, type Row } from '../../../lib/model/row.ts';

/** Notes each path that is read, with `[0]` for the elements of a list. */
export function recordPaths(row: Row, note: (path: string) => void): Row {
  const watch = (target: object, path: string): object =>
    new Proxy(target, {
      get(object, key): unknown {
        const value: unknown = Reflect.get(object, key);
        if (typeof key === 'symbol' || key === 'toJSON' || key === 'then') return value;
        if (Array.isArray(object)) {
          return /^\d+$/.test(key) && typeof value === 'object' && value !== null ? watch(value, `${path}[0]`) : value;
        }
        const at = path === '' ? key : `${path}.${key}`;
        note(at);
        return typeof value === 'object' && value !== null ? watch(value, at) : value;
      },
    });
  const watched = watch(row, '');
  return isRow(watched) ? watched : row;
}
