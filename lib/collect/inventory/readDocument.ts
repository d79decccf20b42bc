import { readFile, stat } from 'node:fs/promises';
import { InventoryError } from './inventoryError.ts';
import { jsonFault } from './jsonFault.ts';

/** In bytes. A row of Resource Graph is some 3 KB, so this holds about 80,000 resources; a text of twice that many is near what V8 can hold. */
export const largestFile = 256 * 1024 * 1024;

const mend = 'Give JSON as "az graph query -q resources -o json" prints it';

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) throw new InventoryError(`${file} is a folder. ${mend}, in one file.`);
    if (facts.size > largestFile) {
      const size = Math.ceil(facts.size / 1024 / 1024);
      throw new InventoryError(
        `${file} holds ${String(size)} MiB, more than the 256 MiB that can be judged at once. Export by subscription.`,
      );
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InventoryError) throw error;
    if (errorCode(error) === 'ENOENT')
      throw new InventoryError(`${file} does not exist. Check the path.`, { cause: error });
    throw new InventoryError(`${file} cannot be read: ${errorCode(error)}. Check its permissions.`, { cause: error });
  }
}

// Windows PowerShell 5 writes what a command prints as UTF-16 with a byte order mark:
// https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${String(line)}, column ${String(offset - before.lastIndexOf('\n'))}`;
}

/** The JSON document in a file. Throws an `InventoryError` for whatever is not one. */
export async function readDocument(file: string): Promise<unknown> {
  const text = decode(await readBytes(file));
  if (text.trim() === '') throw new InventoryError(`${file} is empty. ${mend}.`);
  const fault = jsonFault(text);
  if (fault === undefined) {
    const document: unknown = JSON.parse(text);
    return document;
  }
  throw new InventoryError(`${file} is not usable JSON at ${position(text, fault.offset)}: ${fault.what}. ${mend}.`);
}
