import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { runBicep } from './bicepCompiler.ts';

/** Where the deployment is imagined: names and ids of nobody, the same on every machine. */
const place = {
  tenant: '00000000-0000-0000-0000-00000000000f',
  subscription: '00000000-0000-0000-0000-000000000001',
  managementGroup: 'contoso',
  location: 'westeurope',
};

const snapshotFile = z.looseObject({ outputs: z.record(z.string(), z.unknown()).default({}) });

/** The compiler refuses an id that the template's scope has no use for. */
async function scopeFlags(file: string): Promise<readonly string[]> {
  const used = /^using '([^']+)'/m.exec(await readFile(file, 'utf8'))?.[1];
  if (used === undefined) throw new Error(`${basename(file)} does not say which template it is for`);
  const template = await readFile(join(dirname(file), used), 'utf8');
  const scope = /^targetScope = '(\w+)'/m.exec(template)?.[1] ?? 'resourceGroup';
  if (scope === 'managementGroup') return ['--management-group-id', place.managementGroup];
  const subscription = ['--subscription-id', place.subscription];
  return scope === 'subscription' ? subscription : [...subscription, '--resource-group', 'rg-vigil'];
}

/** What the deployment of a parameter file would make, as JSON. The file is named from the folder that holds all its templates. */
export async function takeSnapshot(folder: string, parameters: string): Promise<unknown> {
  const copy = await mkdtemp(join(tmpdir(), 'bicep-'));
  try {
    // The compiler writes beside the parameter file, so it gets files of its own.
    await cp(folder, copy, { recursive: true });
    const file = join(copy, parameters);
    const flags = [
      '--mode',
      'overwrite',
      '--tenant-id',
      place.tenant,
      '--location',
      place.location,
      '--deployment-name',
      'vigil',
    ];
    const { code, stderr } = await runBicep('snapshot', file, ...flags, ...(await scopeFlags(file)));
    if (code !== 0) throw new Error(stderr.replaceAll(`${copy}/`, '').trim());
    const text = await readFile(file.replace(/\.bicepparam$/, '.snapshot.json'), 'utf8');
    const { outputs, ...rest } = snapshotFile.parse(JSON.parse(text));
    // The compiler writes outputs in an order that changes from run to run.
    return { ...rest, outputs: Object.fromEntries(Object.entries(outputs).toSorted(([a], [b]) => (a < b ? -1 : 1))) };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
