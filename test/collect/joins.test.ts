import { describe, expect, it } from 'vitest';
import { openJoins } from '../../lib/collect/joins.ts';
import type { JoinSource } from '../../lib/model/check.ts';
import type { Row } from '../../lib/model/row.ts';
import { isRow } from '../../lib/model/row.ts';
import type { FoundRow, Subject } from '../../lib/model/subject.ts';
import type { Read } from '../../lib/model/verdict.ts';
import { collectorAt, startFakeAzure, type FakeAzure, type Reply } from './support/fakeAzure.ts';
import { queryOf, subscription } from './support/graph.ts';

const network = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Network`;
const group = (name: string): Row => ({
  id: `${network}/networkSecurityGroups/${name}`,
  type: 'microsoft.network/networksecuritygroups',
  location: 'westeurope',
  properties: {},
});
const card = (name: string, properties: Row): Subject => ({
  id: `${network}/networkInterfaces/${name}`,
  type: 'microsoft.network/networkinterfaces',
  name,
  subscriptionId: subscription,
  resourceGroup: 'rg',
  location: 'westeurope',
  row: { properties },
  origin: 'resourceGraph',
});
const withGroup = (name: string, of: string): Subject =>
  card(name, { networkSecurityGroup: { id: `${network}/networkSecurityGroups/${of}` } });

const namedGroup: JoinSource = {
  from: 'references',
  name: 'group',
  type: 'microsoft.network/networksecuritygroups',
  ids: ({ properties }) => {
    const named = isRow(properties) ? properties['networkSecurityGroup'] : undefined;
    return isRow(named) && typeof named['id'] === 'string' ? [named['id']] : [];
  },
};

/** Answers each query of Resource Graph with the rows that it names; anything else with `others`. */
async function azureWith(rows: readonly Row[], others: Reply = { body: { value: [] } }): Promise<FakeAzure> {
  const azure = await startFakeAzure((call) => {
    const query = queryOf(call).toLowerCase();
    if (query === '') return others;
    const mentioned = rows.filter((row) => {
      const named = [row['id'], isRow(row['properties']) ? row['properties']['targetResourceId'] : undefined];
      const below = String(row['id'])
        .toLowerCase()
        .replace(/\/extensions\/.*$/, '');
      const isWhole = !/ in~? \(| startswith /.test(query.replace(/type (=~ '[^']*'|in~ \([^)]*\))/, ''));
      const ids = [...named, below].map((id) => String(id).toLowerCase());
      return query.includes(`'${String(row['type'])}'`) && (isWhole || ids.some((id) => query.includes(`'${id}`)));
    });
    const data = mentioned.map((row) => ({ ...row, k: String(row['id']).toLowerCase() }));
    data.sort((a, b) => (a.k < b.k ? -1 : 1));
    return { body: { data, totalRecords: data.length, count: data.length } };
  });
  return azure;
}

const names = (read: Read<readonly FoundRow[]>) =>
  read.state === 'read' ? read.value.map(({ id }) => id.split('/').at(-1)) : read;
const queries = (azure: FakeAzure) => azure.calls.filter((call) => queryOf(call) !== '');

describe('references', () => {
  it('of many subjects are one query, each answered with its own rows', async () => {
    const azure = await azureWith([group('one'), group('two')]);
    const subjects = [withGroup('a', 'one'), withGroup('b', 'TWO'), withGroup('c', 'one'), card('d', {})];
    const joins = await openJoins(collectorAt(azure), subjects, () => [namedGroup]);
    const read = await Promise.all(subjects.map((subject) => joins.read(namedGroup, subject)));
    expect(read.map(names)).toEqual([['one'], ['two'], ['one'], []]);
    expect(queries(azure)).toHaveLength(1);
  });

  it('that do not come back are dangling, never none', async () => {
    const azure = await azureWith([group('one')]);
    const subjects = [withGroup('a', 'one'), withGroup('b', 'gone')];
    const joins = await openJoins(collectorAt(azure), subjects, () => [namedGroup]);
    expect(names(await joins.read(namedGroup, withGroup('a', 'one')))).toEqual(['one']);
    const gone = await joins.read(namedGroup, withGroup('b', 'gone'));
    expect(gone.state === 'unread' && gone.detail).toContain('networksecuritygroups/gone');
    expect(gone).toMatchObject({
      state: 'unread',
      reason: 'dangling',
      permission: 'Microsoft.Network/networkSecurityGroups/read',
    });
  });

  it('into a subscription that cannot be seen at all are dangling too', async () => {
    const refused = {
      error: { code: 'BadRequest', message: 'x', details: [{ code: 'NoValidSubscriptionsInQueryRequest' }] },
    };
    const azure = await startFakeAzure(() => ({ status: 400, body: refused }));
    const joins = await openJoins(collectorAt(azure), [withGroup('a', 'one')], () => [namedGroup]);
    expect(await joins.read(namedGroup, withGroup('a', 'one'))).toMatchObject({ reason: 'dangling' });
  });

  it('that a confirmed subject names in addition are read then', async () => {
    const azure = await azureWith([group('one')]);
    const joins = await openJoins(collectorAt(azure), [card('a', {})], () => [namedGroup]);
    expect(names(await joins.read(namedGroup, card('a', {})))).toEqual([]);
    expect(names(await joins.read(namedGroup, withGroup('a', 'one')))).toEqual(['one']);
  });

  it('of a row of another shape are malformed', async () => {
    const azure = await azureWith([]);
    const broken: JoinSource = {
      ...namedGroup,
      name: 'broken',
      ids: () => {
        throw new Error('id is 7, not text');
      },
    };
    const joins = await openJoins(collectorAt(azure), [card('a', {})], () => [broken]);
    expect(await joins.read(broken, card('a', {}))).toMatchObject({ reason: 'malformed', detail: 'id is 7, not text' });
  });

  it('of a second level follow the rows of the first', async () => {
    const first = { ...group('one'), properties: { next: `${network}/networkSecurityGroups/two` } };
    const azure = await azureWith([first, group('two')]);
    const second: JoinSource = {
      from: 'references',
      name: 'second',
      type: 'microsoft.network/networksecuritygroups',
      of: namedGroup,
      ids: (_subject, of) => of.map(({ properties }) => (isRow(properties) ? String(properties['next']) : '')),
    };
    const joins = await openJoins(collectorAt(azure), [withGroup('a', 'one')], () => [second]);
    expect(names(await joins.read(second, withGroup('a', 'one')))).toEqual(['two']);
    expect(queries(azure)).toHaveLength(2);
  });

  it('confirmed once count for every subject', async () => {
    const azure = await azureWith([group('one')]);
    const joins = await openJoins(collectorAt(azure), [withGroup('a', 'one')], () => [namedGroup]);
    const read = await joins.read(namedGroup, withGroup('a', 'one'));
    const [found] = read.state === 'read' ? read.value : [];
    if (found === undefined) throw new Error('The group was not read.');
    let asked = 0;
    const confirm = () =>
      joins.confirm(found, (one) => {
        asked += 1;
        return Promise.resolve({ ...one, origin: 'arm' as const });
      });
    await Promise.all([confirm(), confirm()]);
    expect(asked).toBe(1);
    expect(await joins.read(namedGroup, withGroup('b', 'one'))).toMatchObject({ value: [{ origin: 'arm' }] });
  });
});

const flowLog = (name: string, target: string): Row => ({
  id: `${network}/networkWatchers/w/flowLogs/${name}`,
  type: 'microsoft.network/networkwatchers/flowlogs',
  properties: { targetResourceId: target },
});
const alert = (name: string): Row => ({
  id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Insights/activityLogAlerts/${name}`,
  type: 'microsoft.insights/activitylogalerts',
  properties: {},
});
const flowLogs: JoinSource = {
  from: 'referrers',
  type: 'microsoft.network/networkwatchers/flowlogs',
  key: 'properties.targetResourceId',
};
const alerts: JoinSource = { from: 'within', type: 'microsoft.insights/activitylogalerts' };
const denied: Reply = { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no' } } };

describe('referrers', () => {
  it('are the rows whose property names the subject, in any case', async () => {
    const subjects = [card('a', {}), card('b', {})];
    const azure = await azureWith([flowLog('one', String(subjects[0]?.id).toUpperCase()), flowLog('two', 'other')]);
    const joins = await openJoins(collectorAt(azure), subjects, () => [flowLogs]);
    const read = await Promise.all(subjects.map((subject) => joins.read(flowLogs, subject)));
    expect(read.map(names)).toEqual([['one'], []]);
  });

  it('are the rows that lie below the subject where the key is the id', async () => {
    const machine = {
      ...card('vm', {}),
      id: `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`,
    };
    const extension = { id: `${machine.id}/extensions/agent`, type: 'microsoft.compute/virtualmachines/extensions' };
    const azure = await azureWith([extension]);
    const below: JoinSource = { from: 'referrers', type: extension.type, key: 'id' };
    const joins = await openJoins(collectorAt(azure), [machine], () => [below]);
    expect(names(await joins.read(below, machine))).toEqual(['agent']);
    expect(names(await joins.read(below, { ...machine, id: `${machine.id}2` }))).toEqual([]);
  });

  it('are unknown where the type cannot be seen whole, also where some came back', async () => {
    const subject = card('a', {});
    const azure = await azureWith([alert('one')], denied);
    const joins = await openJoins(collectorAt(azure), [subject], () => [alerts]);
    expect(await joins.read(alerts, subject)).toMatchObject({
      state: 'unread',
      reason: 'partialView',
      permission: 'Microsoft.Insights/activityLogAlerts/read',
    });
  });
});

describe('a query of a join that Resource Graph refuses', () => {
  it('is unknown for referrers and for what is within, never none', async () => {
    const azure = await startFakeAzure((call) =>
      queryOf(call) === '' ? { body: { value: [] } } : { status: 403, body: { error: { code: 'AccessDenied' } } },
    );
    const subject = card('a', {});
    const joins = await openJoins(collectorAt(azure), [subject], () => [alerts, flowLogs]);
    const read = [await joins.read(alerts, subject), await joins.read(flowLogs, subject)];
    expect(read.map(({ state }) => state)).toEqual(['unread', 'unread']);
    expect(read).toMatchObject([{ reason: 'denied' }, { reason: 'partialView' }]);
  });
});

describe('what is within the subscription', () => {
  it('is read once for all its subjects', async () => {
    const azure = await azureWith([alert('one'), alert('two')]);
    const subjects = [card('a', {}), card('b', {})];
    const joins = await openJoins(collectorAt(azure), subjects, () => [alerts]);
    for (const subject of subjects) expect(names(await joins.read(alerts, subject))).toEqual(['one', 'two']);
    expect(queries(azure)).toHaveLength(1);
  });
});
