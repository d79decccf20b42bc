import { isJoin, type CallSource, type Source } from '../model/check.ts';
import { isRow, type Row } from '../model/row.ts';
import { subscriptionType } from '../model/resourceTypes.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { exportForms, type RowSource, type SourceRow } from './inventory/exportForms.ts';
import { InventoryError } from './inventory/inventoryError.ts';
import { pinnedVersion, provesAbsence, type ApiVersions } from './inventory/proofOfAbsence.ts';
import { readDocument } from './inventory/readDocument.ts';
import { readJoin } from './inventory/readJoin.ts';
import { parseResourceId } from './inventory/resourceId.ts';

export interface UnreadableRow {
  readonly position: string;
  /** Lower case, `''` where the row does not say. */
  readonly type: string;
  readonly detail: string;
}

/** What a file holds, ready to be judged. */
export interface Inventory {
  /** Each resource of the file once, child resources among them; and each subscription that an id names. */
  readonly subjects: readonly Subject[];
  readonly unreadable: readonly UnreadableRow[];
  /** Rows that the file itself says it lacks. */
  readonly missing: number;
  readonly notices: readonly string[];
  /** What a check needs of a subject. What the file lacks is `notInExport`, named by path and permission. */
  readonly read: (source: Source, subject: Subject) => Read<readonly FoundRow[]>;
  /** The lower-case id that `read` looks for: the child itself, or the folder of a list. */
  readonly idOf: (source: CallSource, subject: Subject) => string;
}

interface UsableRow {
  readonly row: Row;
  readonly source: RowSource;
  readonly subject: Subject;
}

function readable({ value, source, position }: SourceRow, named: ApiVersions): UsableRow | UnreadableRow {
  if (!isRow(value)) return { position, type: '', detail: 'it is not an object' };
  const type = typeof value['type'] === 'string' ? value['type'].toLowerCase() : '';
  const id = value['id'];
  const error = isRow(value['error']) ? value['error']['code'] : undefined;
  if (typeof error === 'string') return { position, type, detail: `it is the error ${error}, not a resource` };
  if (typeof id !== 'string')
    return { position, type, detail: id === undefined ? 'it has no id' : 'its id is not text' };
  if (id.startsWith('[')) {
    return {
      position,
      type,
      detail: 'its id is an expression: give bicep snapshot --subscription-id and --resource-group',
    };
  }
  const parts = parseResourceId(id);
  if (parts === undefined) return { position, type, detail: `its id is not that of a resource: ${id.slice(0, 200)}` };
  const origin = provesAbsence(value, parts.type, source, pinnedVersion(parts.type), named) ? 'arm' : 'export';
  const text = (name: string) => (typeof value[name] === 'string' ? value[name] : '');
  const subject = {
    ...parts,
    id,
    name: text('name') || parts.name,
    location: text('location'),
    row: value,
    origin,
  } as const;
  return { row: value, source, subject };
}

/** Each id once; of two rows of one resource the ARM answer, which knows more, else the first. */
function eachOnce(rows: readonly UsableRow[]): ReadonlyMap<string, UsableRow> {
  const byId = new Map<string, UsableRow>();
  for (const row of rows) {
    const key = row.subject.id.toLowerCase().replace(/\/$/, '');
    const held = byId.get(key);
    if (held === undefined || (held.subject.origin !== 'arm' && row.subject.origin === 'arm')) byId.set(key, row);
  }
  return byId;
}

const folderOf = (id: string) => id.slice(0, id.lastIndexOf('/'));

/** The folders, such as …/providers/microsoft.insights/diagnosticsettings, of which a list answer shows every child. */
function wholeFolders(lists: readonly (readonly unknown[])[]): ReadonlySet<string> {
  const folders = lists.map(
    (list) =>
      new Set(
        list.map((row) => (isRow(row) && typeof row['id'] === 'string' ? folderOf(row['id'].toLowerCase()) : '')),
      ),
  );
  return new Set(folders.flatMap((of) => (of.size === 1 && !of.has('') ? [...of] : [])));
}

/** Below the subject, without a query. */
function pathOf(source: CallSource): string {
  if (source.from === 'defender') return `providers/Microsoft.Security/${source.list}`;
  if (source.from === 'vault') return source.list;
  return source.path.split('?')[0] ?? '';
}

function idOf(source: CallSource, subject: Subject): string {
  return `${subject.id.replace(/\/$/, '')}/${pathOf(source)}`.toLowerCase();
}

/** The subscriptions that ids name and the file has no row of: their own checks are asked too. */
function namedSubscriptions(rows: ReadonlyMap<string, UsableRow>): readonly Subject[] {
  const ids = new Set([...rows.values()].map(({ subject }) => subject.subscriptionId).filter((id) => id !== ''));
  return [...ids]
    .filter((id) => !rows.has(`/subscriptions/${id}`))
    .map((id) => ({
      id: `/subscriptions/${id}`,
      type: subscriptionType,
      name: id,
      subscriptionId: id,
      resourceGroup: '',
      location: '',
      row: {},
      origin: 'export',
    }));
}

function outdated(rows: ReadonlyMap<string, UsableRow>, named: ApiVersions): readonly string[] {
  const types = new Set([...rows.values()].map(({ subject }) => subject.type));
  return [...named].flatMap(([type, version]) => {
    if (!types.has(type)) return [`--inventory-api-version names ${type}, of which the file holds nothing.`];
    const pinned = pinnedVersion(type);
    if (version >= pinned) return [];
    return [
      `${type} was read at ${version}; the checks are written for ${pinned}, so what those rows lack stays unknown.`,
    ];
  });
}

/** Makes an inventory of a parsed document. `name` is the file's, for messages. Throws an `InventoryError` where no row is a resource. */
export function inventoryOf(document: unknown, name: string, named: ApiVersions): Inventory {
  const { rows, wholeLists, missing, notices } = exportForms(document);
  const sorted = rows.map((row) => readable(row, named));
  const usable = sorted.filter((row) => 'subject' in row);
  const unreadable = sorted.filter((row) => 'detail' in row);
  const byId = eachOnce(usable);
  if (byId.size === 0) {
    const [first] = unreadable;
    const reason = first === undefined ? 'it has no row' : `${first.position}: ${first.detail}`;
    throw new InventoryError(
      `${name} holds no resource (${reason}). Give what "az graph query -q resources -o json" prints, an ARM answer, an array or list of them, or a bicep snapshot.`,
    );
  }
  const folders = wholeFolders(wholeLists);
  const members = Map.groupBy(byId.keys(), folderOf);
  const repeated = usable.length - byId.size;
  const childAt = (id: string, apiVersion: string): readonly FoundRow[] => {
    const held = byId.get(id);
    if (held === undefined) return [];
    const proved = provesAbsence(held.row, held.subject.type, held.source, apiVersion, named);
    return [{ ...held.subject, origin: proved ? 'arm' : 'export' }];
  };
  const readCall = (source: CallSource, subject: Subject): Read<readonly FoundRow[]> => {
    const id = idOf(source, subject);
    const many = source.from !== 'child' || source.many;
    const found = many
      ? (members.get(id) ?? []).flatMap((member) => childAt(member, source.apiVersion))
      : childAt(id, source.apiVersion);
    const whole = many ? folders.has(id) : found.length > 0;
    if (whole) return { state: 'read', value: found };
    const what = `GET ${pathOf(source)}?api-version=${source.apiVersion}`;
    const detail =
      found.length === 0
        ? `${what} is not in the file`
        : `the file holds ${String(found.length)} of ${what}, and nothing says that these are all`;
    return { state: 'unread', reason: 'notInExport', detail, permission: source.permission };
  };
  const subjects = [...byId.values()].map(({ subject }) => subject);
  const read = (source: Source, subject: Subject): Read<readonly FoundRow[]> =>
    isJoin(source) ? readJoin(source, subject, (id) => byId.get(id)?.subject) : readCall(source, subject);
  return {
    subjects: [...subjects, ...namedSubscriptions(byId)],
    unreadable,
    missing,
    notices: [
      ...notices,
      ...(repeated > 0
        ? [`${String(repeated)} of ${String(usable.length)} rows repeat a resource; each resource was judged once.`]
        : []),
      ...outdated(byId, named),
    ],
    read,
    idOf,
  };
}

/** Reads a file of exported JSON. Throws an `InventoryError` that names the file, what is wrong with it and how to mend it. */
export async function readInventoryFile(file: string, named: ApiVersions = new Map()): Promise<Inventory> {
  return inventoryOf(await readDocument(file), file, named);
}
