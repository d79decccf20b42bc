import { sourceName, type Source } from '../../lib/model/check.ts';
import type { Row } from '../../lib/model/row.ts';
import type { Read, Reason } from '../../lib/model/verdict.ts';

/** What a check is given: its subject, and by `sourceName` what its needs read. */
export interface Given {
  readonly subject: Row;
  readonly reads: Readonly<Record<string, Read<readonly Row[]>>>;
}

/** The clock of every table. */
export const at = new Date('2026-06-30T12:00:00Z');

export const found = (...value: readonly Row[]): Read<readonly Row[]> => ({ state: 'read', value });

export const refused = (reason: Reason, detail: string, permission: string): Read<readonly Row[]> => ({
  state: 'unread',
  reason,
  detail,
  permission,
});

export function readGiven({ reads }: Given): (source: Source) => Read<readonly Row[]> {
  return (source) => {
    const name = sourceName(source);
    const read = reads[name];
    if (read === undefined) throw new Error(`The row gives nothing for ${name}`);
    return read;
  };
}

/** A row with some properties replaced; `undefined` takes one away. */
export function changed(row: Row, changes: Row): Row {
  return Object.fromEntries(Object.entries({ ...row, ...changes }).filter(([, value]) => value !== undefined));
}
