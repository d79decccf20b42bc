import type { ArmAnswer } from '../azure/arm.ts';
import type { KeyVault, NoAnswer } from '../azure/keyVault.ts';
import type { VaultSource } from '../model/check.ts';
import { isRow, type Row } from '../model/row.ts';
import type { Read, Unread } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { unread } from './refusal.ts';
import { vaultRefusal } from './vaultRefusal.ts';

/** More entries of one vault than these are `tooMany`. */
const mostEntries = 20_000;

/** No more than these are read one by one. */
const mostInFull = 1_000;

interface ListPage {
  readonly state: 'read';
  readonly entries: readonly unknown[];
  readonly next: string | undefined;
}

function pageOf(answer: ArmAnswer | NoAnswer, source: VaultSource): ListPage | Unread {
  if ('noAnswer' in answer || answer.status !== 200) return vaultRefusal(answer, source);
  const { value, nextLink } = isRow(answer.body) ? answer.body : {};
  if (!Array.isArray(value)) return unread('malformed', `the answer of the vault holds no list of ${source.list}`);
  return {
    state: 'read',
    entries: value,
    next: typeof nextLink === 'string' && nextLink !== '' ? nextLink : undefined,
  };
}

async function listAll(vault: KeyVault, source: VaultSource, origin: string): Promise<Read<readonly unknown[]>> {
  const entries: unknown[] = [];
  const asked = new Set<string>();
  let link: string | undefined = `${origin}/${source.list}?api-version=${source.apiVersion}`;
  while (link !== undefined) {
    if (!URL.canParse(link) || new URL(link).origin !== origin) {
      return unread('malformed', `a nextLink of ${source.list} leads away from ${origin}; it was not followed`);
    }
    if (asked.has(link)) return unread('malformed', `the pages of ${source.list} do not end: a nextLink repeats`);
    asked.add(link);
    const page = pageOf(await vault.get(link), source);
    if (page.state === 'unread') return page;
    entries.push(...page.entries);
    if (entries.length > mostEntries) return unread('tooMany', `over ${String(mostEntries)} ${source.list}`);
    link = page.next;
  }
  return { state: 'read', value: entries };
}

/** The list names an entry by its whole address. */
function pathIn({ id }: Row, { list }: VaultSource): string | undefined {
  const { pathname = '' } = typeof id === 'string' && URL.canParse(id) ? new URL(id) : {};
  return new RegExp(`^/${list}/[\\w-]+$`).test(pathname) ? pathname : undefined;
}

/** The whole of an entry; `undefined` where it is gone by now. Throws a `CollectError` of code `wait`. */
async function readWhole(vault: KeyVault, source: VaultSource, address: string): Promise<Read<Row> | undefined> {
  try {
    const answer = await vault.get(address);
    if ('noAnswer' in answer) return vaultRefusal(answer, source);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) return vaultRefusal(answer, source);
    if (isRow(answer.body)) return { state: 'read', value: answer.body };
    return unread('malformed', 'the answer of the vault is no object');
  } catch (error) {
    // What fails for one entry leaves the others theirs.
    if (!(error instanceof CollectError) || error.code !== 'transient') throw error;
    return unread('unavailable', error.message);
  }
}

function withPart(listed: Row, whole: Read<Row>): Row {
  if (whole.state === 'read') return { listed, whole: whole.value };
  const { reason, detail, permission } = whole;
  return { listed, unread: { reason, detail, permission } };
}

async function readEntry(
  vault: KeyVault,
  source: VaultSource,
  origin: string,
  listed: unknown,
  index: number,
): Promise<readonly Row[]> {
  if (!isRow(listed)) return [{ listed }];
  const { attributes } = listed;
  if (isRow(attributes) && attributes['enabled'] === false) return [{ listed }];
  if (index >= mostInFull) {
    return [withPart(listed, unread('tooMany', `the vault has over ${String(mostInFull)} ${source.list}`))];
  }
  const path = pathIn(listed, source);
  if (path === undefined) return [withPart(listed, unread('malformed', 'its id is no address of an entry'))];
  const whole = await readWhole(vault, source, `${origin}${path}?api-version=${source.apiVersion}`);
  return whole === undefined ? [] : [withPart(listed, whole)];
}

/** What a vault lists at its own address, in the shape that `VaultSource` names. `subject` is the vault, whole. */
export async function readVaultData(vault: KeyVault, source: VaultSource, subject: Row): Promise<Read<readonly Row[]>> {
  const { vaultUri } = isRow(subject['properties']) ? subject['properties'] : {};
  if (typeof vaultUri !== 'string' || !URL.canParse(vaultUri)) {
    return unread('malformed', 'properties.vaultUri is no address');
  }
  const { origin } = new URL(vaultUri);
  const list = await listAll(vault, source, origin);
  if (list.state === 'unread') return list;
  const rows = await Promise.all(list.value.map((entry, index) => readEntry(vault, source, origin, entry, index)));
  return { state: 'read', value: rows.flat() };
}
