import { toProperties } from '../store/columns.ts';
import { seriesStateRecord, type SeriesStateRecord } from '../store/historyRecords.ts';
import { seriesStateKey } from '../store/keys.ts';
import type { Table, Write } from '../store/table.ts';

/** How far the history of a series is. Everything written to it goes through here, under the state row's ETag. */
export interface SeriesProgress {
  state(): SeriesStateRecord;
  /** The new state and rows in one transaction; false where another delivery is ahead: nothing was written then. */
  write(change: Partial<SeriesStateRecord>, rows?: readonly Write[]): Promise<boolean>;
}

/** What a series begins with. */
export const noChanges: SeriesStateRecord['counts'] = {
  new: 0,
  newCheck: 0,
  resolved: 0,
  open: 0,
  gone: 0,
  notRead: 0,
};

const unbegun: SeriesStateRecord = {
  scanId: '',
  after: '',
  done: true,
  counts: noChanges,
};

/** Reads how far a series is. */
export async function openProgress(table: Table, series: string): Promise<SeriesProgress> {
  const stored = await table.get(series, seriesStateKey);
  let state = stored ? seriesStateRecord.parse(stored.properties) : unbegun;
  let etag = stored?.etag;
  return {
    state: () => state,
    async write(change, rows = []) {
      const next = { ...state, ...change };
      const properties = toProperties({ ...next });
      const own: Write =
        etag === undefined
          ? { kind: 'insert', rowKey: seriesStateKey, properties }
          : { kind: 'replace', rowKey: seriesStateKey, etag, properties };
      const written = await table.write(series, [own, ...rows]);
      if (written.state === 'conflict') return false;
      state = next;
      etag = written.etags.get(seriesStateKey) ?? '';
      return true;
    },
  };
}
