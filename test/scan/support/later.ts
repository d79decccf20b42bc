import type { ScanContext } from '../../../lib/scan/context.ts';
import type { Table } from '../../../lib/store/table.ts';

/** The same instance, with the service's clock so much later: its rows are so much older then. */
export function later({ store, ...rest }: ScanContext, milliseconds: number): ScanContext {
  const at = (table: Table) => () => new Date(table.now().getTime() + milliseconds);
  const { scans, index } = store;
  return {
    ...rest,
    store: { ...store, scans: { ...scans, now: at(scans) }, index: { ...index, now: at(index) } },
  };
}
