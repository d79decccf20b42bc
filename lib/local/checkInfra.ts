import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { format, resolveConfig } from 'prettier';
import { lint, runBicep } from './bicepCompiler.ts';
import { takeSnapshot } from './bicepSnapshot.ts';

export interface FileCheck {
  /** From the folder that was checked. */
  readonly file: string;
  /** Empty: the file is as it should be. */
  readonly faults: readonly string[];
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function compiled(folder: string, file: string): Promise<readonly string[]> {
  const said = await lint(join(folder, file));
  return said
    .filter(({ level }) => level !== 'Info')
    .map((one) => `${one.file.replace(`${folder}/`, '')}:${String(one.line)} ${one.level} ${one.code}: ${one.message}`);
}

/** What changed from one text to another, as a patch. */
async function difference(before: string, after: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'difference-'));
  try {
    await Promise.all([writeFile(join(folder, 'committed'), before), writeFile(join(folder, 'now'), after)]);
    // Ends with 1 where the files differ, so its code says nothing new.
    return await new Promise((resolve) => {
      execFile('git', ['diff', '--no-index', '--no-color', 'committed', 'now'], { cwd: folder }, (_error, stdout) => {
        resolve(stdout.split('\n').slice(4).join('\n').trimEnd());
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function formatted(folder: string, file: string): Promise<readonly string[]> {
  const { stdout } = await runBicep('format', join(folder, file), '--stdout');
  const text = await readFile(join(folder, file), 'utf8');
  return stdout === text ? [] : [`is not formatted: run bicep format ${file}\n${await difference(text, stdout)}`];
}

async function checkSource(folder: string, file: string): Promise<FileCheck> {
  try {
    const faults = await compiled(folder, file);
    return { file, faults: faults.length > 0 ? faults : await formatted(folder, file) };
  } catch (error) {
    return { file, faults: [errorText(error)] };
  }
}

async function checkSnapshot(folder: string, parameters: string, update: boolean): Promise<FileCheck> {
  const file = parameters.replace(/\.bicepparam$/, '.snapshot.json');
  const path = join(folder, file);
  try {
    const options = { ...(await resolveConfig(path)), parser: 'json' };
    const now = await format(JSON.stringify(await takeSnapshot(folder, parameters), null, 2), options);
    if (update) await writeFile(path, now);
    const committed = await readFile(path, 'utf8').catch(() => '');
    if (committed === now) return { file, faults: [] };
    const say = committed === '' ? 'is missing' : 'is not what the templates make now';
    return { file, faults: [`${say}: npm run infra:check -- --update\n${await difference(committed, now)}`] };
  } catch (error) {
    return { file, faults: [errorText(error)] };
  }
}

/**
 * Compiles, lints and compares the formatting of every Bicep file of a folder, then compares what each parameter file
 * would deploy with the snapshot beside it. With `update` the snapshots are written instead.
 */
export async function checkInfra(folder: string, update: boolean): Promise<readonly FileCheck[]> {
  const sources = globSync('**/*.{bicep,bicepparam}', { cwd: folder }).toSorted();
  const parameters = sources.filter((file) => file.endsWith('.bicepparam'));
  // The compiler keeps a core busy by itself.
  const limit = { concurrency: 2 };
  return [
    ...(await pMap(sources, (file) => checkSource(folder, file), limit)),
    ...(await pMap(parameters, (file) => checkSnapshot(folder, file, update), limit)),
  ];
}
