import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { catalogueDocument } from '../../lib/checks/catalogueDocument.ts';
import { catalogue } from '../../lib/checks/index.ts';
import { sourceName } from '../../lib/model/check.ts';
import { resourceTypes, tenantType } from '../../lib/model/resourceTypes.ts';
import { isRow, type Row } from '../../lib/model/row.ts';
import { judgeGiven, rowsOf } from './checkTable.ts';
import type { Given } from './given.ts';
import { tables } from './tables.ts';

const ids = catalogue.map(({ id }) => id);

/** The rows of a check of which a verdict begins like that. */
function rowsThat(id: string, verdict: string): readonly Given[] {
  const rows = tables[id];
  if (rows === undefined) return [];
  return rowsOf(rows).flatMap(([given, texts]) => {
    const some = Object.values(texts).some((text) => text.startsWith(`${verdict}:`));
    return some ? [given] : [];
  });
}

function set(row: Row, path: readonly string[], value: unknown): Row {
  const [name = '', ...rest] = path;
  const inner = row[name];
  return { ...row, [name]: rest.length === 0 ? value : set(isRow(inner) ? inner : {}, rest, value) };
}

describe('the catalogue', () => {
  test('holds each id once, in order', () => {
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test('is frozen', () => {
    expect(Object.isFrozen(catalogue)).toBe(true);
    expect(catalogue.every((check) => Object.isFrozen(check))).toBe(true);
  });

  test('is what docs/checks.md says; mend with: node lib/cli/writeCatalogue.ts', () => {
    const page = readFileSync(new URL('../../docs/checks.md', import.meta.url), 'utf8');
    expect(page).toBe(catalogueDocument(catalogue));
  });

  // Reads are the cost of a scan: what is added here is paid for each subject of the type.
  test('reads nothing but this', () => {
    const reads = catalogue.flatMap(({ on, sources }) =>
      sources.map((source) => {
        const apiVersion = 'apiVersion' in source ? ` ${source.apiVersion}` : '';
        const permission = 'permission' in source ? ` ${source.permission}` : '';
        return `${on}: ${source.from} ${sourceName(source)}${apiVersion}${permission}`;
      }),
    );
    expect([...new Set(reads)].sort()).toMatchSnapshot();
  });

  test('has tables for its checks only', () => {
    expect(Object.keys(tables).sort()).toEqual(ids);
  });
});

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  test('says what it is, on a type that can be read', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    expect(check.service).toBe(id.split('-')[0]);
    // Only these tables are listed for subjects, and the tenant: a check on another would never be asked.
    const listed = ['resources', 'resourcecontainers', ...(check.on === tenantType ? [null] : [])];
    expect(listed).toContain(resourceTypes[check.on]?.table);
    // Below the tenant there are only calls: joins are made in subscriptions.
    if (check.on === tenantType) expect(check.sources.every(({ from }) => from === 'child')).toBe(true);
    for (const text of [check.title, check.why, check.fix.text, check.absent]) expect(text).toMatch(/^[A-Z].*[^ ]$/);
  });

  test('refers to a page of Microsoft, and to policies by id', () => {
    expect(check.reference).toMatch(/^https:\/\/learn\.microsoft\.com\/(?![a-z]{2}-[a-z]{2}\/)[^/]+\/.+/);
    for (const policy of check.policies ?? []) expect(policy).toMatch(/^[0-9a-z]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  test('fills only placeholders that reports know', () => {
    const placeholders = check.fix.cli?.match(/\{[^}]*\}/g) ?? [];
    const known = ['{id}', '{name}', '{resourceGroup}', '{subscription}'];
    expect(placeholders.filter((placeholder) => !known.includes(placeholder))).toEqual([]);
  });

  test('has a row that passes and a row that fails', () => {
    expect(rowsThat(id, 'pass').length).toBeGreaterThan(0);
    expect(rowsThat(id, 'fail').length).toBeGreaterThan(0);
  });
});

const mendable = catalogue.flatMap((check) => (check.fix.set ? [[check.id, check, check.fix.set] as const] : []));

test.each(mendable)('%s passes each failing row once its fix is applied', (id, check, { path, value }) => {
  for (const given of rowsThat(id, 'fail')) {
    const mended = judgeGiven(check, { ...given, subject: set(given.subject, path.split('.'), value) });
    for (const text of Object.values(mended)) expect(text).toMatch(/^pass:/);
  }
});
