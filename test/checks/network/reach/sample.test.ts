import { expect, test } from 'vitest';
import { reachChecks } from '../../../../lib/checks/network/reach/index.ts';
import { networkInterface, reachNeeds } from '../../../../lib/checks/network/reach/needs.ts';
import { watchAbsence } from '../../../../lib/judge/watchAbsence.ts';
import { reachSample } from '../../../../lib/local/sampleTenant/samples/reachSample.ts';
import type { ReferencesSource, Source } from '../../../../lib/model/check.ts';
import type { Row } from '../../../../lib/model/row.ts';
import type { Read } from '../../../../lib/model/verdict.ts';
import { at, found } from '../../given.ts';

const rows = reachSample().map(({ row }) => row);
const lower = (value: unknown) => String(value).toLowerCase();

/** The join as the collector makes it: an id of something inside a resource means that resource. */
function joined(source: ReferencesSource, subject: Row): readonly Row[] {
  const ids = source.ids(subject, source.of ? joined(source.of, subject) : []).map(lower);
  return rows.filter(
    (row) => row['type'] === source.type && ids.some((id) => `${id}/`.startsWith(`${lower(row['id'])}/`)),
  );
}

function read(subject: Row): (source: Source) => Read<readonly Row[]> {
  return (source) => {
    if (source.from === 'references') return found(...joined(source, subject));
    return found(...rows.filter((row) => source.from === 'within' && row['type'] === source.type));
  };
}

const cards = rows.filter(({ type }) => type === networkInterface);

/** The ports that fail, by interface, and whether a property that is absent had to be asked for. */
function openPorts(): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    cards.map((card) => {
      const watched = watchAbsence(card);
      const judged = reachChecks.flatMap((check) => check.judge(watched.row, read(card), at).judged);
      const open = judged
        .filter(({ verdict }) => verdict !== 'pass')
        .map(({ verdict, subKey }) => `${verdict} ${subKey}`);
      return [String(card['name']), watched.absent() === undefined ? open : [...open, 'asks']];
    }),
  );
}

test('the sample has machines that the internet reaches and machines that it does not', () => {
  const { 'reach-nic-basic': basic, ...others } = openPorts();
  expect(basic?.length).toBeGreaterThan(40);
  // That there is no group at all has to be confirmed.
  expect(basic).toContain('asks');
  expect(others).toEqual({
    'reach-nic-open': ['fail SSH 22/TCP', 'fail Redis 6379/TCP', 'fail DNS 53/UDP', 'asks'],
    // Closed by groups alone: nothing that is absent matters.
    'reach-nic-office': [],
    'reach-nic-shadowed': [],
    'reach-nic-bare': ['asks'],
    'reach-nic-private': ['asks'],
    'reach-nic-nat': ['fail SSH 22/TCP', 'asks'],
  });
});

test('the ways around an interface are read from Resource Graph alone', () => {
  const kinds = Object.values(reachNeeds).map(({ source }) => source.from);
  expect([...new Set(kinds)]).toEqual(['references', 'within']);
});
