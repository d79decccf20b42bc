import { catalogue } from '../../../lib/checks/index.ts';
import { isVaultData, sourceName, type Source, type VaultSource } from '../../../lib/model/check.ts';
import { resourceTypes } from '../../../lib/model/resourceTypes.ts';
import { rowsOf } from '../checkTable.ts';
import { at, readGiven, type Given } from '../given.ts';
import { tables } from '../tables.ts';
import { recordPaths } from './recordPaths.ts';

/** An object of Azure at one api-version, and what the catalogue reads of it. */
export interface ReadObject {
  /** The type of the subject or of the joined rows. */
  readonly on: string;
  readonly apiVersion: string;
  /** The path of a child below it, `''` for the object itself. */
  readonly child: string;
  readonly many: boolean;
  readonly paths: Set<string>;
}

function objectOf(on: string, source: Exclude<Source, VaultSource> | undefined): Omit<ReadObject, 'paths'> {
  const own = (type: string) => ({
    on: type,
    apiVersion: resourceTypes[type]?.apiVersion ?? '',
    child: '',
    many: false,
  });
  if (source === undefined) return own(on);
  if (source.from === 'child') return { on, apiVersion: source.apiVersion, child: source.path, many: source.many };
  if (source.from === 'defender') {
    const child = `providers/${sourceName(source)}`;
    return { on, apiVersion: source.apiVersion, child, many: true };
  }
  return own(source.type);
}

/** The rows of a check that have the shape that Azure documents. */
function shaped(id: string): readonly Given[] {
  const rows = rowsOf(tables[id] ?? { pass: [], fail: [] });
  const isShaped = (texts: readonly string[]) => !texts.some((text) => /^unknown: (malformed|threw)/.test(text));
  return rows.filter(([, texts]) => isShaped(Object.values(texts))).map(([given]) => given);
}

type NoteOn = (on: string, source?: Source) => (path: string) => void;

/** Runs every check over its own tables and notes each path that it reads. */
function record(noteOn: NoteOn): void {
  for (const check of catalogue) {
    const givens = shaped(check.id);
    for (const given of givens) {
      const read = readGiven(given);
      const subject = recordPaths(given.subject, noteOn(check.on));
      const recorded = (source: Source) => {
        const found = read(source);
        if (found.state === 'unread') return found;
        return { ...found, value: found.value.map((row) => recordPaths(row, noteOn(check.on, source))) };
      };
      check.judge(subject, recorded, at);
    }
  }
}

/** Each path that the catalogue reads of Azure's objects. */
export function readPaths(): readonly ReadObject[] {
  const objects = new Map<string, ReadObject>();
  record((on, source) => {
    // Bicep has no types of what vaults answer themselves.
    if (source !== undefined && isVaultData(source)) return () => undefined;
    const object = objectOf(on, source);
    const key = JSON.stringify(object);
    const known = objects.get(key) ?? { ...object, paths: new Set<string>() };
    objects.set(key, known);
    return (path) => void known.paths.add(path);
  });
  return [...objects.values()];
}

/** Each path that the catalogue reads of what vaults answer themselves. */
export function readVaultPaths(): ReadonlySet<string> {
  const paths = new Set<string>();
  record((_on, source) => (path) => {
    if (source !== undefined && isVaultData(source)) paths.add(path);
  });
  return paths;
}
