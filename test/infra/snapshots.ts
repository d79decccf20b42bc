import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import * as z from 'zod';

export const project = resolve(import.meta.dirname, '../..');
export const infra = join(project, 'infra');
export const read = (file: string): string => readFileSync(join(project, file), 'utf8');

const resource = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  apiVersion: z.string(),
  properties: z.record(z.string(), z.unknown()).default({}),
  tags: z.record(z.string(), z.string()).default({}),
});
export type Resource = z.infer<typeof resource>;
const snapshot = z.object({ predictedResources: z.array(resource), diagnostics: z.array(z.unknown()) });
export type Snapshot = z.infer<typeof snapshot>;

export function readSnapshot(name: string): Snapshot {
  return snapshot.parse(JSON.parse(read(`infra/parameters/${name}.snapshot.json`)));
}

/** By the names of their parameter files. */
export const parameterSets: readonly string[] = globSync('parameters/*.bicepparam', { cwd: infra })
  .map((file) => basename(file, '.bicepparam'))
  .toSorted();

/** Those that deploy the app; the others only assign a role. */
export const appSets: readonly string[] = parameterSets.filter((name) => name !== 'managementGroupScanRole');

export function ofType(name: string, type: string): readonly Resource[] {
  return readSnapshot(name).predictedResources.filter((one) => one.type === type);
}

export function one(name: string, type: string, ending = ''): Resource {
  const [found, ...more] = ofType(name, type).filter(({ id }) => id.endsWith(ending));
  if (found === undefined || more.length > 0) throw new Error(`${name} makes not exactly one ${type}${ending}.`);
  return found;
}

/** The first cell of each row of a table under a heading of infra/README.md, without its code marks. */
export function tableUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = read('infra/README.md').split(`\n## ${heading}\n`);
  const [, ...rows] = (section.split(/\n## /)[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  return rows
    .filter((row) => !/^\|[\s|:-]+$/.test(row))
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

export const codeOf = (cell: string | undefined): string => /`([^`]+)`/.exec(cell ?? '')?.[1] ?? '';
