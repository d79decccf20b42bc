import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';

export interface Placement {
  readonly subscription: string;
  readonly group: string;
  readonly name: string;
  readonly location: string;
}

export interface Example {
  /** Where Microsoft publishes it. */
  readonly source: string;
  readonly body: Row;
}

const scopePattern = /\/subscriptions\/[^/"]+\/(resource[gG]roups)\/[^/"]+/g;

/** One of Microsoft's examples moved to a place of the sample tenant: its scope, name and location, wherever they occur. */
export function fromExample(example: Example, { subscription, group, name, location }: Placement): Row {
  const { id, name: exampleName } = example.body;
  // Some examples spell the id's last segment otherwise than the name.
  const idName = String(id).split('/').at(-1) ?? '';
  const text = JSON.stringify(example.body)
    .replaceAll(scopePattern, `/subscriptions/${subscription}/$1/${group}`)
    .replaceAll(String(exampleName), name)
    .replaceAll(idName, name);
  const body: unknown = JSON.parse(text);
  if (!isRow(body)) throw new TypeError(`${example.source} is not an object.`);
  return { ...body, location };
}
