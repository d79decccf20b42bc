import { jsonAnswer } from './answer.ts';
import { answerChild, listPaths } from './answerChild.ts';
import type { Estate, ResourceTable } from './estate.ts';
import { graphColumns } from './graphRow.ts';
import { compareText } from './kql/rowTable.ts';
import { mergeTables } from './mergeTables.ts';
import { listResources } from './resourceList.ts';
import { usualAssignments } from './samples/authorizationSample.ts';
import { generatedKinds, numbered } from './samples/generatedKinds.ts';
import type { GeneratedKind } from './samples/generatedKinds.ts';
import { networkKinds } from './samples/generatedNetwork.ts';
import { answerStorageChild } from './storageChild.ts';
import { generatedSubscription, tenantId } from './subscriptionIds.ts';
import type { Row } from '../../model/row.ts';

const kindSets = { mixed: generatedKinds, network: networkKinds };
export type KindSet = keyof typeof kindSets;

export interface Generated {
  readonly resources: number;
  readonly subscriptions: number;
  readonly regions: number;
  /** Storage accounts and nothing else; by default they are one in four, the rest security groups, machines and vaults. */
  readonly accountsOnly?: boolean;
  /** What is generated otherwise: `network` is interfaces, their security groups, addresses and networks. */
  readonly kinds?: KindSet;
  /** So many rows, the first ones made, carry a tag of so many bytes. */
  readonly padded?: { readonly rows: number; readonly bytes: number };
  /** The resource of this number carries the tag `marker`, so that a test can tell its row from all others. */
  readonly markerOn?: number;
}

/** The value of the tag that `markerOn` sets. */
export const marker = 'the-marked-resource';

const regionNames = [
  'westeurope',
  'northeurope',
  'swedencentral',
  'germanywestcentral',
  'eastus',
  'eastus2',
  'westus2',
  'centralus',
  'japaneast',
  'australiaeast',
];
const regionName = (index: number): string => regionNames[index] ?? `region${String(index)}`;

/** Where resource number `n` lies. Kind, subscription and region each run through all of their values. */
function placeOf(
  n: number,
  { subscriptions, regions }: Generated,
  kinds: number,
): Record<'kind' | 'subscription' | 'region', number> {
  const turn = Math.floor(n / kinds);
  return { kind: n % kinds, subscription: turn % subscriptions, region: Math.floor(turn / subscriptions) % regions };
}

interface Placed {
  readonly kind: GeneratedKind;
  readonly subscription: string;
  readonly location: string;
  readonly group: string;
  /** The id of the group. */
  readonly scope: string;
  readonly name: string;
  readonly id: string;
}

/** Finds resource number `n` without keeping anything of it. */
function openPlaces(size: Generated, kinds: readonly GeneratedKind[]): (n: number) => Placed {
  const subscriptions = Array.from({ length: size.subscriptions }, (_, index) => generatedSubscription(index));
  return (n) => {
    const place = placeOf(n, size, kinds.length);
    const kind = kinds[place.kind];
    const subscription = subscriptions[place.subscription];
    if (!kind || subscription === undefined) throw new RangeError(`There is no resource number ${String(n)}.`);
    const location = regionName(place.region);
    const group = `rg-${location}`;
    const scope = `/subscriptions/${subscription}/resourceGroups/${group}`;
    const name = numbered(kind.prefix, n);
    const id = `${scope}/providers/${kind.typeName}/${name}`;
    return { kind, subscription, location, group, scope, name, id };
  };
}

function tagsOf(n: number, { padded, markerOn }: Generated): Row {
  const note = padded && n < padded.rows ? { note: 'x'.repeat(padded.bytes) } : {};
  return n === markerOn ? { ...note, marker } : note;
}

type Cell = (n: number, placed: Placed) => unknown;

function generatedCells(size: Generated): Readonly<Record<string, Cell>> {
  return {
    id: (_n, placed) => placed.id,
    name: (_n, placed) => placed.name,
    type: (_n, placed) => placed.kind.typeName.toLowerCase(),
    tenantId: () => tenantId,
    kind: (n, placed) => placed.kind.facts(n).kind ?? '',
    location: (_n, placed) => placed.location,
    resourceGroup: (_n, placed) => placed.group,
    subscriptionId: (_n, placed) => placed.subscription,
    managedBy: () => '',
    sku: (n, placed) => placed.kind.facts(n).sku,
    properties: (n, placed) => placed.kind.properties(n, placed),
    tags: (n) => tagsOf(n, size),
  };
}

/** A resource as ARM answers it. */
function generatedBody(n: number, placed: Placed, size: Generated): Row {
  const { kind, id, name, location } = placed;
  const { typeName: type } = kind;
  return { ...kind.facts(n), id, name, type, location, tags: tagsOf(n, size), properties: kind.properties(n, placed) };
}

/** Rows are numbered by id, resources by `n`: `order` leads from one to the other. */
function generateTable(size: Generated, kinds: readonly GeneratedKind[]): ResourceTable {
  const place = openPlaces(size, kinds);
  const sorted = Array.from({ length: size.resources }, (_, n) => ({ n, key: place(n).id.toLowerCase() }));
  sorted.sort((left, right) => compareText(left.key, right.key));
  const order = Uint32Array.from(sorted, ({ n }) => n);
  const cells = generatedCells(size);
  const lists = new Set(
    kinds.flatMap(({ typeName, children = {} }) =>
      listPaths(children).map((path) => `${typeName.toLowerCase()} ${path}`),
    ),
  );
  // The cells of one row are asked for one after the other.
  let last: { readonly row: number; readonly n: number; readonly placed: Placed } | undefined;
  const at = (row: number): { readonly n: number; readonly placed: Placed } => {
    const n = order[row] ?? 0;
    if (last?.row !== row) last = { row, n, placed: place(n) };
    return last;
  };
  return {
    keys: sorted.map(({ key }) => key),
    columns: graphColumns,
    cell: (row, column) => cells[column]?.(at(row).n, at(row).placed),
    subscription: (row) => at(row).placed.subscription,
    resource: (row) => jsonAnswer(200, generatedBody(at(row).n, at(row).placed, size)),
    child: (row, path, request) => {
      const { n, placed } = at(row);
      const account = placed.kind.account?.(n, placed.id, placed.name);
      return (
        answerChild(placed.kind.children ?? {}, path, request) ??
        (account && answerStorageChild(account, path, request))
      );
    },
    hasList: (type, path) => lists.has(`${type} ${path}`),
  };
}

/** A tenant of any size, the same at every start. Rows and answers are made when they are asked for; only the sorted ids are kept. */
export function generateEstate(size: Generated): Estate {
  const kinds = size.accountsOnly === true ? generatedKinds().slice(0, 1) : kindSets[size.kinds ?? 'mixed']();
  const subscriptions = Array.from({ length: size.subscriptions }, (_, index) => ({
    id: generatedSubscription(index),
    displayName: `Generated ${String(index + 1)}`,
  }));
  const assignments = listResources(usualAssignments(subscriptions.map(({ id }) => id)));
  return { subscriptions, resources: mergeTables(generateTable(size, kinds), assignments), listPage: 1000 };
}
