import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from './command.ts';

type Kind = 'none' | 'folder' | 'file' | 'other';

async function kindOf(path: string): Promise<Kind> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return 'none';
  }
}

const endsAsFolder = /[/\\]$/;

/** Refuses a report file that could not be written, before a scan is spent on it. `flag` is what it was named by. */
export async function checkOutFile(file: string, flag: '--out' | '--report' = '--out'): Promise<void> {
  const folder = dirname(resolve(file));
  const refuse = (rule: string): UsageError => new UsageError(`${flag} ${file}${rule}`);
  if ((await kindOf(folder)) !== 'folder') throw refuse(`: there is no folder ${folder}; make it first.`);
  const kind = await kindOf(file);
  if (kind === 'folder' || endsAsFolder.test(file)) throw refuse(' is a folder: name a file in it.');
  // A report takes its place when it is whole: it would take that of a device or a pipe.
  if (kind === 'other') throw refuse(' is no ordinary file: name one; --format json prints the report.');
  try {
    // The folder too: a file is written beside its place.
    await access(folder, constants.W_OK);
    if (kind === 'file') await access(file, constants.W_OK);
  } catch {
    throw refuse(' cannot be written: name a place where you may write.');
  }
}
