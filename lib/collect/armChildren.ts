import type { Arm, ArmAnswer, ArmCall } from '../azure/arm.ts';
import { armPath } from '../azure/armPath.ts';
import { readPages } from '../azure/pages.ts';
import type { Source } from '../model/check.ts';
import { tenantType } from '../model/resourceTypes.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { isGone, refusalOf, unread } from './refusal.ts';

export type ChildSource = Extract<Source, { from: 'child' }>;

/** More entries of one child list than these are `tooMany`. */
const mostEntries = 20_000;

/** More than these are not read one by one. */
const mostInFull = 1_000;

/** What hangs below the tenant stands at the root of Azure Resource Manager. */
function pathBelow({ id, type }: Subject, path: string): string | undefined {
  return armPath(`${type === tenantType ? '' : id}/${path}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return value === null || value === undefined ? 'nothing' : `a ${typeof value}`;
}

function refuse(source: ChildSource, subject: Subject, answer: ArmAnswer): Read<readonly Row[]> {
  const absent = answer.status === 404 && source.ifNotFound === 'none' && !isGone(answer.body, subject.id);
  return absent ? { state: 'read', value: [] } : refusalOf(answer, source.permission);
}

function readObject({ body }: ArmAnswer, what: string): Read<readonly Row[]> {
  if (body === undefined) return unread('malformed', `${what} is no JSON`);
  return isRow(body)
    ? { state: 'read', value: [body] }
    : unread('malformed', `${what} is ${kindOf(body)}, not an object`);
}

function readEntries({ body }: ArmAnswer, what: string): Read<readonly Row[]> {
  if (body === undefined) return unread('malformed', `${what} is no JSON`);
  const value = isRow(body) ? body['value'] : undefined;
  if (!Array.isArray(value)) return unread('malformed', `the value of ${what} is ${kindOf(value)}, not an array`);
  const entries: readonly unknown[] = value;
  const rows = entries.filter(isRow);
  // Leaving out what cannot be read would make a list look shorter than it is.
  if (rows.length === entries.length) return { state: 'read', value: rows };
  const bad = entries.findIndex((entry) => !isRow(entry));
  return unread('malformed', `entry ${String(bad)} of ${what} is ${kindOf(entries[bad])}, not an object`);
}

async function readList(
  arm: Arm,
  path: string,
  call: ArmCall,
  source: ChildSource,
  subject: Subject,
): Promise<Read<readonly Row[]>> {
  const rows: Row[] = [];
  for await (const answer of readPages(arm, path, call)) {
    if (answer.status !== 200) return refuse(source, subject, answer);
    const page = readEntries(answer, source.path);
    if (page.state === 'unread') return page;
    rows.push(...page.value);
    if (rows.length > mostEntries) return unread('tooMany', `${source.path} has over ${String(mostEntries)} entries`);
  }
  return { state: 'read', value: rows };
}

/** The whole of each entry. One that is gone by now is left out; any other refusal ends the read. */
async function readEach(
  arm: Arm,
  call: ArmCall,
  source: ChildSource,
  subject: Subject,
  entries: readonly Row[],
): Promise<Read<readonly Row[]>> {
  if (entries.length > mostInFull) return unread('tooMany', `${source.path} has over ${String(mostInFull)} entries`);
  const reads = await Promise.all(
    entries.map(async ({ name }): Promise<Read<readonly Row[]>> => {
      const path = typeof name === 'string' ? pathBelow(subject, `${source.path}/${name}`) : undefined;
      if (path === undefined) return unread('malformed', `an entry of ${source.path} has no usable name`);
      const answer = await arm.get(path, call);
      if (answer.status === 200) return readObject(answer, `${source.path}/${String(name)}`);
      return answer.status === 404 ? { state: 'read', value: [] } : refusalOf(answer, source.permission);
    }),
  );
  const refused = reads.find((read) => read.state === 'unread');
  return refused ?? { state: 'read', value: reads.flatMap((read) => (read.state === 'read' ? read.value : [])) };
}

/** GET {subject}/{path}: every entry of a list, or one object in an array. Empty where a 404 means none. */
export async function readChild(arm: Arm, source: ChildSource, subject: Subject): Promise<Read<readonly Row[]>> {
  const path = pathBelow(subject, source.path);
  if (path === undefined) return unread('malformed', `${subject.id} is no resource id`);
  const call = { apiVersion: source.apiVersion, region: subject.location };
  if (source.many) {
    const list = await readList(arm, path, call, source, subject);
    return list.state === 'read' && source.inFull ? readEach(arm, call, source, subject, list.value) : list;
  }
  const answer = await arm.get(path, call);
  return answer.status === 200 ? readObject(answer, source.path) : refuse(source, subject, answer);
}
