import { subscriptionType } from '../model/resourceTypes.ts';
import type { Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { UnusableRow } from './collector.ts';
import { unread } from './refusal.ts';

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function faultOf(row: Row): string | undefined {
  const { id, type } = row;
  // The name tells two such rows apart.
  if (typeof id !== 'string' || id === '') return `the row has no id; its name is ${JSON.stringify(text(row['name']))}`;
  if (!/^\/subscriptions\/[^/]+/i.test(id)) return `the id ${JSON.stringify(id.slice(0, 200))} is no Azure resource id`;
  return typeof type === 'string' && type !== '' ? undefined : 'the row has no type';
}

function unusable(row: Row, reason: 'malformed' | 'tooMany', detail: string): UnusableRow {
  const id = text(row['id']);
  return {
    subscriptionId: text(row['subscriptionId']) || (/^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? ''),
    type: text(row['type']).toLowerCase(),
    id,
    unread: unread(reason, detail),
  };
}

/** A row that Resource Graph counts but cannot send. */
export function oversizedRow(row: Row): UnusableRow {
  return unusable(row, 'tooMany', 'the row is larger than one answer of Resource Graph may be (16 MiB)');
}

function nameOf(row: Row, id: string): string {
  return text(row['name']) || (id.split('/').at(-1) ?? '');
}

/** A row of Resource Graph as a subject; `malformed` where it cannot be told what it is. What is in `properties` is left alone. */
export function toSubject(row: Row): Subject | UnusableRow {
  const fault = faultOf(row);
  if (fault !== undefined) return unusable(row, 'malformed', fault);
  const id = text(row['id']);
  const type = text(row['type']).toLowerCase();
  const [, subscription = '', , group = ''] = /^\/subscriptions\/([^/]+)(\/resourceGroups\/([^/]+))?/i.exec(id) ?? [];
  return {
    id,
    type,
    name: nameOf(row, id),
    subscriptionId: text(row['subscriptionId']) || subscription,
    resourceGroup: type === subscriptionType ? '' : text(row['resourceGroup']) || group,
    location: text(row['location']),
    row,
    origin: 'resourceGraph',
  };
}
