import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './command.ts';

async function isFolder(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return undefined;
  }
}

/** Refuses a report file that could not be written, before a scan is spent on it. */
export async function checkOutFile(file: string): Promise<void> {
  const folder = dirname(resolve(file));
  if ((await isFolder(folder)) !== true)
    throw new UsageError(`--out ${file}: there is no folder ${folder}; make it first.`);
  const present = await isFolder(file);
  if (present === true) throw new UsageError(`--out ${file} is a folder: name a file in it.`);
  try {
    await access(present === undefined ? folder : file, constants.W_OK);
  } catch {
    throw new UsageError(`--out ${file} cannot be written: name a place where you may write.`);
  }
}

/** Writes the report in whole. */
export async function writeOutFile(file: string, text: string): Promise<void> {
  await writeFile(file, text, 'utf8');
}
