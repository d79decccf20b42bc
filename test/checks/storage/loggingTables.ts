import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused } from '../given.ts';
import { account, blobStorage, fileStorage, withReads } from './account.ts';

type Answer = Read<readonly Row[]>;

// After https://github.com/Azure/azure-rest-api-specs/blob/main/specification/monitor/resource-manager/Microsoft.Insights/preview/2021-05-01-preview/examples/listDiagnosticSettings.json
const setting = (logs: unknown): Row => ({
  type: 'Microsoft.Insights/diagnosticSettings',
  name: 'mysetting',
  properties: {
    workspaceId: '',
    metrics: [{ category: 'Transaction', enabled: true, retentionPolicy: { enabled: false, days: 0 } }],
    logs,
  },
});
const category = (name: string, enabled: unknown = true): Row => ({ category: name, categoryGroup: null, enabled });
const group = (name: string, enabled: unknown = true): Row => ({ category: null, categoryGroup: name, enabled });
const settings = (...logs: readonly unknown[]): Answer => found(...logs.map(setting));

const missing = refused('notFound', 'ResourceNotFound', '');
const logging = (answers: { blob?: Answer; file?: Answer; queue?: Answer; table?: Answer }, top: Row = {}) => {
  const path = (service: string) => `${service}Services/default/providers/Microsoft.Insights/diagnosticSettings`;
  const { blob = missing, file = missing, queue = missing, table = missing } = answers;
  return withReads(account({}, top), {
    [path('blob')]: blob,
    [path('file')]: file,
    [path('queue')]: queue,
    [path('table')]: table,
  });
};

const all = '["StorageDelete","StorageRead","StorageWrite"]';
const text = (logged: string) => `diagnosticSettings[].properties.logs is ${logged}; expected ${all}`;
const pass = `pass: ${text(all)}`;
const fail = (logged: string) => `fail: ${text(logged)}`;
const blob = (answer: Answer) => logging({ blob: answer }, blobStorage);
const audited = settings([group('audit')]);

export const loggingTables: CheckTables = {
  'storage-diagnostic-logging': {
    pass: [],
    fail: [],
    parts: [
      [
        logging({ blob: settings([group('allLogs')]), file: audited, queue: audited, table: audited }),
        { blob: pass, file: pass, queue: pass, table: pass },
      ],
      [
        logging({ blob: audited, file: settings(), queue: settings([]), table: settings([category('StorageRead')]) }),
        { blob: pass, file: fail('[]'), queue: fail('[]'), table: fail('["StorageRead"]') },
      ],
      // One service that may not be read does not hide the others.
      [
        logging({
          blob: audited,
          file: refused('denied', 'AuthorizationFailed', 'a/b'),
          queue: settings(),
          table: audited,
        }),
        { blob: pass, file: 'unknown: denied: AuthorizationFailed', queue: fail('[]'), table: pass },
      ],
      [logging({ file: audited }, fileStorage), { file: pass }],
      [
        blob(settings([category('StorageRead'), category('StorageWrite')], [category('StorageDelete')])),
        { blob: pass },
      ],
      [
        blob(settings([category('StorageRead'), category('StorageWrite'), category('StorageDelete', false)])),
        { blob: fail('["StorageRead","StorageWrite"]') },
      ],
      [blob(settings([group('allLogs', false)])), { blob: fail('[]') }],
      [blob(settings([group('allLogs', 'true')])), { blob: fail('[]') }],
      [blob(settings([group('someLogs')])), { blob: fail('[]') }],
      [blob(settings([category('Transaction')])), { blob: fail('[]') }],
      // A setting that sends metrics alone has no logs.
      [blob(settings(null, [group('audit')])), { blob: pass }],
      [blob(settings(null)), { blob: fail('[]') }],
      [blob(found({ name: 'mysetting' })), { blob: 'unknown: malformed: properties is not set' }],
      [blob(settings('all')), { blob: 'unknown: malformed: properties.logs is "all", not a list' }],
      [blob(settings([7])), { blob: 'unknown: malformed: properties.logs[0] is 7, not an object' }],
    ],
  },
};
