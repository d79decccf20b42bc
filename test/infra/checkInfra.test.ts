import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkInfra } from '../../lib/local/checkInfra.ts';
import { infra } from './snapshots.ts';

const template = `@description('Name of the account.')
param name string

@description('Region of the account.')
param location string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: { allowSharedKeyAccess: false }
}
`;

const parameters = (of: string) => `using '${of}.bicep'

param name = 'vigilone'
param location = 'westeurope'
`;
const changed = template.replace('allowSharedKeyAccess: false', 'allowSharedKeyAccess: true');
const sources = {
  'changed.bicep': changed,
  'hardCoded.bicep': template.replace('location: location', "location: 'westeurope'"),
  'indented.bicep': template.replace('  name: name', '    name: name'),
  'unknown.bicep': template.replace('allowSharedKeyAccess', 'allowSharedKeys'),
  'unseen.bicepparam': parameters('same'),
};

let folder: string;
let faults: ReadonlyMap<string, string>;
const put = (file: string, text: string) => writeFile(join(folder, file), text);

// The compiler takes a second or more for each file, so the folder is checked twice in all.
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'infra-'));
  await cp(join(infra, 'bicepconfig.json'), join(folder, 'bicepconfig.json'));
  for (const name of ['same', 'changed']) {
    await put(`${name}.bicep`, template);
    await put(`${name}.bicepparam`, parameters(name));
  }
  await checkInfra(folder, true);
  for (const [file, text] of Object.entries(sources)) await put(file, text);
  faults = new Map((await checkInfra(folder, false)).map((one) => [one.file, one.faults.join('\n')]));
}, 300_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an update writes down what would be deployed, and then nothing is wrong', async () => {
  expect(await readFile(join(folder, 'same.snapshot.json'), 'utf8')).toContain(
    '/resourceGroups/rg-vigil/providers/Microsoft.Storage/storageAccounts/vigilone',
  );
  for (const file of ['same.bicep', 'same.bicepparam', 'same.snapshot.json']) expect(faults.get(file)).toBe('');
});

test('a change of what is deployed is a fault that shows the change', () => {
  expect(faults.get('changed.bicep')).toBe('');
  const fault = faults.get('changed.snapshot.json');
  expect(fault).toContain('is not what the templates make now: npm run infra:check -- --update\n@@');
  expect(fault).toMatch(/^- +"allowSharedKeyAccess": false$/m);
  expect(fault).toMatch(/^\+ +"allowSharedKeyAccess": true$/m);
});

test('a missing snapshot is a fault', () => {
  expect(faults.get('unseen.bicepparam')).toBe('');
  expect(faults.get('unseen.snapshot.json')).toContain('is missing: npm run infra:check -- --update');
});

test('what Azure does not know is a fault, though the compiler only warns', () => {
  expect(faults.get('unknown.bicep')).toMatch(/^unknown.bicep:12 Warning BCP037: The property "allowSharedKeys" is /);
});

test('a finding of the linter is a fault', () => {
  expect(faults.get('hardCoded.bicep')).toMatch(
    /^hardCoded.bicep:5 Error no-unused-params: .*\nhardCoded.bicep:9 Error no-hardcoded-location: /,
  );
});

test('text that is not formatted is a fault', () => {
  expect(faults.get('indented.bicep')).toMatch(
    /^is not formatted: run bicep format indented.bicep\n@@[^]*\n\+ {2}name: name\n/,
  );
});
