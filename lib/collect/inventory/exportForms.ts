import { isRow, type Row } from '../../model/row.ts';
import { withoutExpressions } from './withoutExpressions.ts';

/** What printed a row. Only an ARM answer can prove that a property is absent. */
export type RowSource = 'arm' | 'resourceGraph' | 'snapshot';

export interface SourceRow {
  /** Not yet known to be an object. */
  readonly value: unknown;
  readonly source: RowSource;
  /** Where in the file, for messages. */
  readonly position: string;
}

/** A file's rows, whatever its form. */
export interface Export {
  readonly rows: readonly SourceRow[];
  /** ARM list answers that are whole: their rows. */
  readonly wholeLists: readonly (readonly unknown[])[];
  /** Rows that the file itself says it lacks. */
  readonly missing: number;
  readonly notices: readonly string[];
}

const nothing: Export = { rows: [], wholeLists: [], missing: 0, notices: [] };

function named(values: readonly unknown[], source: RowSource, prefix: string): readonly SourceRow[] {
  return values.map((value, index) => ({ value, source, position: `${prefix}${String(index + 1)}` }));
}

function numberAt(row: Row, ...names: readonly string[]): number {
  const found = names.map((name) => row[name]).find((value) => typeof value === 'number');
  return typeof found === 'number' ? found : 0;
}

/**
 * What `az graph query -o json` prints, `{count, data, skip_token, total_records}`, and the REST answer,
 * `{count, data, $skipToken, totalRecords, resultTruncated}`.
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/work-with-data
 */
function graphAnswer(answer: Row, data: readonly unknown[], position: string): Export {
  const total = numberAt(answer, 'total_records', 'totalRecords');
  const token = answer['skip_token'] ?? answer['$skipToken'];
  const cut = (token !== undefined && token !== null && token !== '') || answer['resultTruncated'] === 'true';
  const missing = Math.max(0, total - data.length, cut ? 1 : 0);
  const notice = `The export holds ${String(data.length)} of ${String(Math.max(total, data.length + missing))} rows: az graph query prints 100 unless told --first 1000, and goes on with --skip-token.`;
  return {
    rows: named(data, 'resourceGraph', position),
    wholeLists: [],
    missing,
    notices: missing > 0 ? [notice] : [],
  };
}

/** An ARM list answer: https://learn.microsoft.com/rest/api/azure/#async-operations-throttling-and-paging */
function listAnswer(answer: Row, value: readonly unknown[], position: string): Export {
  const next = answer['nextLink'];
  const cut = next !== undefined && next !== null && next !== '';
  return {
    rows: named(value, 'arm', position),
    wholeLists: cut ? [] : [value],
    missing: cut ? 1 : 0,
    notices: cut
      ? ['A list answer goes on at its nextLink, which is not in the file: what follows was not judged.']
      : [],
  };
}

function objectForm(document: Row, position: string): Export {
  const { data, value, predictedResources } = {
    data: document['data'],
    value: document['value'],
    predictedResources: document['predictedResources'],
  };
  if (typeof document['id'] === 'string') return { ...nothing, rows: [{ value: document, source: 'arm', position }] };
  if (Array.isArray(predictedResources)) {
    const rows = named(predictedResources, 'snapshot', `${position} predictedResources `);
    return { ...nothing, rows: rows.map((row) => ({ ...row, value: withoutExpressions(row.value) })) };
  }
  if (Array.isArray(data)) return graphAnswer(document, data, `${position} data `);
  if (Array.isArray(value)) return listAnswer(document, value, `${position} value `);
  return { ...nothing, rows: [{ value: document, source: 'arm', position }] };
}

/**
 * The rows of an exported document: an answer of Resource Graph, an ARM answer, an ARM list answer, a bicep snapshot,
 * or an array that mixes them (as `jq -s` makes of several answers).
 */
export function exportForms(document: unknown): Export {
  if (!Array.isArray(document)) return isRow(document) ? objectForm(document, 'row') : nothing;
  const forms = document.map((entry: unknown, index): Export => {
    const position = `row ${String(index + 1)}`;
    return isRow(entry)
      ? objectForm(entry, position)
      : { ...nothing, rows: [{ value: entry, source: 'arm', position }] };
  });
  return {
    rows: forms.flatMap(({ rows }) => rows),
    wholeLists: forms.flatMap(({ wholeLists }) => wholeLists),
    missing: forms.reduce((sum, { missing }) => sum + missing, 0),
    notices: [...new Set(forms.flatMap(({ notices }) => notices))],
  };
}
