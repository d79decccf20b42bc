import { expect, test } from 'vitest';
import { diagnose, type Diagnostic } from '../../../lib/local/bicepCompiler.ts';
import { resourceTypes, subscriptionType, tenantType } from '../../../lib/model/resourceTypes.ts';
import { bicepText, type BicepFile, type TargetScope } from './bicepText.ts';
import { documentedObjects, documentedPaths } from './documentedPaths.ts';
import { readPaths, type ReadObject } from './readPaths.ts';

const nameOf = ({ on, apiVersion, child }: ReadObject): string =>
  `${resourceTypes[on]?.name ?? on}${child === '' ? '' : `/${child}`}@${apiVersion}`;

interface Compiled {
  readonly file: BicepFile;
  /** What the compiler says of a line, its linter's advice left out. */
  readonly said: ReadonlyMap<number, Diagnostic>;
}

const scopeOf = ({ on }: ReadObject): TargetScope =>
  on === tenantType ? 'tenant' : on === subscriptionType ? 'subscription' : 'resourceGroup';

async function compile(targetScope: TargetScope, objects: readonly ReadObject[]): Promise<Compiled> {
  const file = bicepText(targetScope, objects);
  const faults = (await diagnose(file.text)).filter(({ code }) => code.startsWith('BCP'));
  return { file, said: new Map(faults.map((one) => [one.line, one])) };
}

test('every path that a check reads is one that Azure knows', { timeout: 120_000 }, async () => {
  const objects = readPaths();
  const byScope = Map.groupBy(objects, scopeOf);
  const compiled = await Promise.all([...byScope].map(([scope, some]) => compile(scope, some)));
  const untyped = new Set<string>();
  const open = new Set<string>();
  const wrong: string[] = [];
  for (const { file, said } of compiled) {
    for (const { object, line } of file.declared) {
      const fault = said.get(line);
      // BCP081: Azure publishes no type for it.
      if (fault?.code === 'BCP081') untyped.add(nameOf(object));
      else if (fault !== undefined) wrong.push(`${nameOf(object)}: ${fault.message}`);
    }
    for (const { object, path, line, control } of file.trials) {
      const name = `${nameOf(object)} ${path}`;
      const fault = said.get(line);
      if (untyped.has(nameOf(object))) continue;
      // Either the type does not have it, or the compiler takes anything there: then a page has to document it.
      if (fault !== undefined && !Object.hasOwn(documentedPaths, name)) wrong.push(`${name}: ${fault.message}`);
      else if (fault !== undefined || !said.has(control)) open.add(name);
    }
  }
  expect(wrong).toEqual([]);
  expect([...open].sort()).toEqual(Object.keys(documentedPaths).sort());
  expect([...untyped].sort()).toEqual(Object.keys(documentedObjects).sort());
});
