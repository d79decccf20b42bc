import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../lib/checks/index.ts';
import { productionSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import type { CallSource, VaultSource } from '../../../lib/model/check.ts';
import { isJoin, isVaultData, sourceName } from '../../../lib/model/check.ts';
import { resourceTypes, subscriptionType, tenantType } from '../../../lib/model/resourceTypes.ts';
import type { ResourceType } from '../../../lib/model/resourceTypes.ts';
import { codesOf, openCaller, rowsOf } from './openCaller.ts';
import type { Caller, Reply } from './openCaller.ts';
import { idIn, resourceAt, smallEstate } from './smallEstate.ts';

const subscription = `/subscriptions/${productionSubscription}`;

/** The id of the one resource of a type, nested as its name is. */
function idOf(type: string): string {
  if (type === subscriptionType) return subscription;
  if (type === tenantType) return '';
  const [namespace, ...types] = (resourceTypes[type]?.name ?? '').split('/');
  return idIn([namespace, ...types.flatMap((word) => [word, 'one'])].join('/'));
}

const types = Object.entries(resourceTypes).filter(([type]) => type !== subscriptionType && type !== tenantType);
const estate = smallEstate(types.map(([type]) => resourceAt(idOf(type))));

let all: Caller;
beforeAll(async () => {
  all = await openCaller({ sample: 'default', quotas: false, estate });
});
afterAll(async () => {
  await all.tenant.close();
});

async function withoutAction(action: string, look: (caller: Caller) => Promise<void>): Promise<void> {
  const narrow = await openCaller({ sample: 'default', quotas: false, estate, refusedActions: [action] });
  await look(narrow).finally(() => narrow.tenant.close());
}

/** Where a refusal of the whole type shows. */
function listOf({ name, apiVersion, probe }: ResourceType): string {
  const path = probe ? `${idOf(probe.parent)}/${probe.path}` : `${subscription}/providers/${name}`;
  return `${path}?api-version=${apiVersion}`;
}

const refusalOf = (reply: Reply): unknown[] => [
  reply.status,
  /perform action '([^']+)'/.exec(reply.text)?.[1]?.toLowerCase(),
];

describe('every type that is read', () => {
  it.each(types)('%s is listed, and hidden and refused with its action', async (type, pinned) => {
    const rows = async (caller: Caller): Promise<number> =>
      rowsOf(await caller.graph(`${String(pinned.table)} | where type =~ '${type}'`)).length;
    expect([(await all.get(listOf(pinned))).status, await rows(all)]).toEqual([200, 1]);
    await withoutAction(pinned.permission, async (narrow) => {
      expect(refusalOf(await narrow.get(listOf(pinned)))).toEqual([403, pinned.permission.toLowerCase()]);
      expect(await rows(narrow)).toBe(0);
    });
  });
});

const sources = new Map<string, readonly [on: string, source: Exclude<CallSource, VaultSource>]>();
for (const { on, sources: read } of catalogue) {
  for (const source of read) {
    if (!isJoin(source) && !isVaultData(source))
      sources.set(`${on} ${sourceName(source)} ${source.apiVersion}`, [on, source]);
  }
}

function pathOf(on: string, source: Exclude<CallSource, VaultSource>): string {
  const below = source.from === 'child' ? source.path : `providers/Microsoft.Security/${source.list}`;
  return `${idOf(on)}/${below}?api-version=${source.apiVersion}`;
}

describe('every child that is read', () => {
  it.each([...sources])('%s has its api-version and its action', async (_name, [on, source]) => {
    const reply = await all.get(pathOf(on, source));
    // This tenant brings no children: a path that is well formed and not there.
    if (reply.status !== 200) expect([reply.status, codesOf(reply)[0]]).toEqual([404, 'ResourceNotFound']);
    await withoutAction(source.permission, async (narrow) => {
      expect(refusalOf(await narrow.get(pathOf(on, source)))).toEqual([403, source.permission.toLowerCase()]);
    });
  });
});
