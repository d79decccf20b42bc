import { describe, expect, test } from 'vitest';
import { catalogue } from '../../lib/checks/index.ts';
import { sourceName, type CatalogueCheck } from '../../lib/model/check.ts';
import { isRow } from '../../lib/model/row.ts';
import type { Judged } from '../../lib/model/verdict.ts';
import { rowsOf } from './checkTable.ts';
import { at, readGiven, type Given } from './given.ts';
import { tables } from './tables.ts';

const nonsense: readonly unknown[] = [null, [], {}, 'true', 7, [[null]]];

/** The row once for each place in it, with that place replaced. */
function* broken(value: unknown, by: unknown): Generator {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    for (const [index, entry] of list.entries()) {
      yield list.with(index, by);
      for (const worse of broken(entry, by)) yield list.with(index, worse);
    }
  } else if (isRow(value)) {
    for (const [name, entry] of Object.entries(value)) {
      yield { ...value, [name]: by };
      for (const worse of broken(entry, by)) yield { ...value, [name]: worse };
    }
  }
}

function* brokenGiven(given: Given, by: unknown): Generator<Given> {
  for (const subject of broken(given.subject, by)) if (isRow(subject)) yield { ...given, subject };
  for (const [name, read] of Object.entries(given.reads)) {
    if (read.state === 'unread') continue;
    for (const value of broken(read.value, by)) {
      // A list with anything but objects never gets here: reading it is malformed already.
      if (!Array.isArray(value) || !value.every(isRow)) continue;
      yield { ...given, reads: { ...given.reads, [name]: { state: 'read', value } } };
    }
  }
}

function judge(check: CatalogueCheck, given: Given): readonly Judged[] {
  return check.judge(given.subject, readGiven(given), at).judged;
}

const rowsOfCheck = (id: string) => rowsOf(tables[id] ?? { pass: [], fail: [] }).map(([given]) => given);

describe.each(catalogue.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const givens = rowsOfCheck(id);

  test.each(nonsense.map((by) => [JSON.stringify(by), by] as const))(
    'answers, whatever %s stands in for',
    (_text, by) => {
      for (const given of givens) {
        const needed = new Set(check.sources.map((source) => sourceName(source)));
        if (![...needed].every((name) => name in given.reads)) continue;
        for (const worse of brokenGiven(given, by)) {
          const threw = judge(check, worse).filter((one) => one.verdict === 'unknown' && one.reason === 'threw');
          expect(threw, JSON.stringify(worse)).toEqual([]);
        }
      }
    },
  );

  test('never turns a failure into a pass because something became text', () => {
    for (const given of givens.filter((one) => judge(check, one).every(({ verdict }) => verdict === 'fail'))) {
      for (const worse of brokenGiven(given, 'true')) {
        expect(
          judge(check, worse).map(({ verdict }) => verdict),
          JSON.stringify(worse),
        ).not.toContain('pass');
      }
    }
  });
});
