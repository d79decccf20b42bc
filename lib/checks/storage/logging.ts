import { define, partly, unknownBecause, when } from '../define.ts';
import { judgePart, observedText, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Read, Verdict } from '../../model/verdict.ts';
import { blobLogging, fileLogging, queueLogging, storageAccount, tableLogging, type Service } from './needs.ts';
import { holds } from './accountKind.ts';

const categories = ['StorageDelete', 'StorageRead', 'StorageWrite'] as const;

/**
 * What an enabled entry logs. Both category groups hold the three categories of storage, each of which records
 * customers' requests: https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings#category-groups
 */
function loggedBy(entry: Row): readonly string[] {
  if (valueAt(entry, 'enabled') !== true) return [];
  const group = textAt(entry, 'categoryGroup');
  if (group === 'allLogs' || group === 'audit') return categories;
  return categories.filter((category) => category === textAt(entry, 'category'));
}

/** Several settings add up; a setting without logs sends metrics only. */
function judgeSettings(settings: readonly Row[]): Verdict {
  const path = 'diagnosticSettings[].properties.logs';
  const logged = settings.flatMap((setting) => rowsAt(setting, 'properties.logs') ?? []).flatMap(loggedBy);
  const found = categories.filter((category) => logged.includes(category));
  const verdict = found.length === categories.length ? 'pass' : 'fail';
  return { verdict, because: { path, observed: observedText(found), expected: observedText(categories) } };
}

function judgeService(service: Service, settings: Read<readonly Row[]>): Judged {
  return judgePart(service, () =>
    settings.state === 'read' ? judgeSettings(settings.value) : unknownBecause(settings),
  );
}

export const diagnosticLogging = define({
  id: 'storage-diagnostic-logging',
  title: 'Reads, writes and deletes are logged',
  severity: 'medium',
  why: 'Without resource logs nobody can tell who read or destroyed what, neither during an attack nor after it.',
  fix: {
    text: 'Add a diagnostic setting to each service that sends the category group audit (or StorageRead, StorageWrite and StorageDelete) to a workspace, an event hub or another account.',
  },
  reference: 'https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage#analyzing-logs',
  absent: 'Fails: nothing is logged until a diagnostic setting asks for it.',
  on: storageAccount,
  // Diagnostic settings are in no table of Resource Graph and each belongs to one service: a read each, and each on its
  // own, so that a refused one leaves the others their verdicts.
  needs: {
    blob: when((account) => holds(account, 'blob') === true, partly(blobLogging)),
    file: when((account) => holds(account, 'file') === true, partly(fileLogging)),
    queue: when((account) => holds(account, 'queue') === true, partly(queueLogging)),
    table: when((account) => holds(account, 'table') === true, partly(tableLogging)),
  },
  evaluate: (_account, settings) =>
    (['blob', 'file', 'queue', 'table'] as const).flatMap((service) => {
      const read = settings[service];
      return read === undefined ? [] : [judgeService(service, read)];
    }),
});
