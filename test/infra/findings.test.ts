import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catalogue } from '../../lib/checks/index.ts';
import { judgeInventory } from '../../lib/cli/judgeInventory.ts';
import { readInventoryFile } from '../../lib/collect/inventoryFile.ts';
import { appSets, codeOf, infra, ofType, readSnapshot, tableUnder } from './snapshots.ts';

const at = new Date('2026-01-01T00:00:00Z');

/** Ids of the checks that fail. What the template leaves out counts as left out: Azure would say the same of the resource. */
async function failing(name: string): Promise<readonly string[]> {
  const types = readSnapshot(name).predictedResources.map(({ type }) => type.toLowerCase());
  const named = new Map(types.map((type) => [type, '9999-12-31']));
  const inventory = await readInventoryFile(join(infra, 'parameters', `${name}.snapshot.json`), named);
  const outcomes = judgeInventory(inventory, catalogue, at);
  const failed = outcomes.filter(({ judged }) => judged.some(({ verdict }) => verdict === 'fail'));
  return [...new Set(failed.map(({ check }) => check.id))].toSorted();
}

const explained = tableUnder('Findings on itself').map(([id, reason = '']) => ({ id: codeOf(id), reason }));

test.each(appSets)('%s: every check that fails on what is deployed is explained in infra/README.md', async (name) => {
  const ids = explained.map(({ id }) => id);
  expect((await failing(name)).filter((id) => !ids.includes(id))).toEqual([]);
});

test('infra/README.md explains no finding that is not there', async () => {
  const failed = (await Promise.all(appSets.map(failing))).flat();
  expect(explained.filter(({ id }) => !failed.includes(id)).map(({ id }) => id)).toEqual([]);
  expect(explained.filter(({ reason }) => reason.length < 20)).toEqual([]);
});

test('checks do judge what is deployed', async () => {
  const inventory = await readInventoryFile(join(infra, 'parameters', 'minimal.snapshot.json'), new Map());
  const passed = judgeInventory(inventory, catalogue, at).filter(({ judged }) =>
    judged.some(({ verdict }) => verdict === 'pass'),
  );
  expect(passed.map(({ check }) => check.id)).toEqual(
    expect.arrayContaining(['appservice-https-only', 'storage-shared-key-access']),
  );
  expect(ofType('minimal', 'Microsoft.Storage/storageAccounts')).toHaveLength(1);
});
