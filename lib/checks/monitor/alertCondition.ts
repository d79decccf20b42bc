import { MalformedError } from '../define.ts';
import { observedText, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

/** What every event of the activity log that an alert is to catch holds, by field; both in lower case. */
export type Events = Readonly<Record<string, string>>;

/** How many of those events a condition catches; `some` says which field holds the others back. */
type Caught =
  | { readonly share: 'all' | 'none' }
  | { readonly share: 'some'; readonly field: string }
  | { readonly share: 'unclear'; readonly detail: string };

// https://learn.microsoft.com/rest/api/monitor/activity-log-alerts/create-or-update#alertruleanyoforleafcondition
const documented = [
  'caller',
  'category',
  'level',
  'operationname',
  'resourcegroup',
  'resourceid',
  'resourceprovider',
  'resourcetype',
  'status',
  'substatus',
];

const isDocumented = (field: string): boolean => documented.includes(field) || field.startsWith('properties');

/** The texts of a list that must be there. */
export function requiredTexts(row: Row, path: string): readonly string[] {
  const list = valueAt(row, path);
  if (!Array.isArray(list)) throw new MalformedError(`${path} is ${observedText(list)}, not a list`);
  return list.map((entry: unknown) => {
    if (typeof entry === 'string') return entry;
    throw new MalformedError(`${path} holds ${observedText(entry)}, not text`);
  });
}

function requiredRows(row: Row, path: string): readonly Row[] {
  const rows = rowsAt(row, path) ?? [];
  if (rows.length === 0) throw new MalformedError(`${path} holds nothing`);
  return rows;
}

/**
 * Whether a list is there, without asking for it: of properties that stand for each other only the one that is there is
 * asked for, since what Resource Graph lacks costs a read that confirms it.
 */
function holdsList(row: Row, name: string): boolean {
  const list: unknown = Object.getOwnPropertyDescriptor(row, name)?.value;
  return list !== undefined && list !== null && !(Array.isArray(list) && list.length === 0);
}

function requiredText(row: Row, path: string): string {
  const text = textAt(row, path);
  if (text === undefined) throw new MalformedError(`${path} is not set`);
  return text;
}

/** `containsAny` stands for `equals`; either compares in any case. */
function valuesOf(leaf: Row): readonly string[] {
  const values = holdsList(leaf, 'containsAny') ? requiredTexts(leaf, 'containsAny') : [requiredText(leaf, 'equals')];
  return values.map((value) => value.toLowerCase());
}

function caughtByLeaf(leaf: Row, events: Events): Caught {
  const field = requiredText(leaf, 'field');
  const lower = field.toLowerCase();
  if (!isDocumented(lower)) throw new MalformedError(`field is "${field}", which Azure does not document`);
  const held = events[lower];
  if (held === undefined) return { share: 'some', field };
  return { share: valuesOf(leaf).includes(held) ? 'all' : 'none' };
}

function clearly(judge: () => Caught): Caught {
  try {
    return judge();
  } catch (error) {
    if (error instanceof MalformedError) return { share: 'unclear', detail: error.message };
    throw error;
  }
}

/** The first of the shares, in this order, that one of them has. */
function firstOf(order: readonly Caught['share'][], caught: readonly Caught[]): Caught {
  for (const share of order) {
    const found = caught.find((one) => one.share === share);
    if (found) return found;
  }
  return { share: 'none' };
}

/** A leaf, or a list of leaves of which one is enough. */
function caughtByEntry(entry: Row, events: Events): Caught {
  if (!holdsList(entry, 'anyOf')) return caughtByLeaf(entry, events);
  const leaves = requiredRows(entry, 'anyOf').map((leaf) => clearly(() => caughtByLeaf(leaf, events)));
  return firstOf(['all', 'unclear', 'some'], leaves);
}

/** How many of the events the condition of an alert rule catches. */
export function caughtBy(alert: Row, events: Events): Caught {
  return clearly(() => {
    const entries = requiredRows(alert, 'properties.condition.allOf');
    const caught = entries.map((entry) => clearly(() => caughtByEntry(entry, events)));
    return firstOf(['none', 'unclear', 'some', 'all'], caught);
  });
}
