import { v7 as newExemptionId } from 'uuid';
import type { Exemption } from '../model/exemption.ts';
import { toProperties } from '../store/columns.ts';
import { exemptionRecord } from '../store/exemptionRecord.ts';
import { exemptionsPartition, prefixRange } from '../store/keys.ts';
import type { Stored } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import type { ExemptionRequest } from './exemptionRequest.ts';
import type { Listed } from './listing.ts';

/** Exemptions that there can be, those that expired included: every scan reads them all. */
export const mostExemptions = 1000;

const everything = prefixRange('');

/** A row that cannot be read exempts nothing and stops nobody. */
function readRow({ log }: ScanContext, { rowKey, properties }: Stored): Exemption | undefined {
  const parsed = exemptionRecord.safeParse(properties);
  if (parsed.success) {
    const { schema: _schema, ...exemption } = parsed.data;
    return { id: rowKey, ...exemption };
  }
  const faults = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`.trim());
  log('warning', `The exemption ${rowKey} cannot be read and is passed over: ${faults.join('; ')}.`);
  return undefined;
}

/** Whether the table holds more rows than so many. */
async function holdsMoreThan({ store }: ScanContext, most: number): Promise<boolean> {
  let rows = 0;
  for await (const _row of store.exemptions.rows(exemptionsPartition, everything)) {
    rows += 1;
    if (rows > most) return true;
  }
  return false;
}

/** Adds an exemption; undefined where there are as many as there can be. */
export async function createExemption(
  context: ScanContext,
  request: ExemptionRequest,
  createdBy: string,
): Promise<Exemption | undefined> {
  // What is refused is not in force even for a moment.
  if (await holdsMoreThan(context, mostExemptions - 1)) return undefined;
  const id = newExemptionId();
  const exemption: Exemption = { id, ...request, createdBy };
  const { id: _id, ...properties } = exemption;
  await context.store.exemptions.write(exemptionsPartition, [
    { kind: 'insert', rowKey: id, properties: toProperties(properties) },
  ]);
  // Others may have been added meanwhile: who finds one too many takes his own back.
  if (!(await holdsMoreThan(context, mostExemptions))) return exemption;
  await removeExemption(context, id);
  return undefined;
}

export async function findExemption(context: ScanContext, id: string): Promise<Exemption | undefined> {
  const stored = await context.store.exemptions.get(exemptionsPartition, id);
  return stored && readRow(context, stored);
}

/** Takes an exemption away, also one that cannot be read; false where there is none. */
export async function removeExemption({ store }: ScanContext, id: string): Promise<boolean> {
  for (;;) {
    const stored = await store.exemptions.get(exemptionsPartition, id);
    if (!stored) return false;
    if (await store.exemptions.remove(exemptionsPartition, id, stored.etag)) return true;
  }
}

/** The oldest first. */
export async function listExemptions(
  context: ScanContext,
  { top, after }: { readonly top: number; readonly after?: string | undefined },
): Promise<Listed<Exemption>> {
  const range = { ...everything, top, ...(after !== undefined && { after }) };
  const { rows, next } = await context.store.exemptions.page(exemptionsPartition, range);
  return { value: rows.flatMap((row) => readRow(context, row) ?? []), next };
}

/** All of them, those that expired included. */
export async function readExemptions(context: ScanContext): Promise<readonly Exemption[]> {
  const exemptions: Exemption[] = [];
  for await (const row of context.store.exemptions.rows(exemptionsPartition, everything)) {
    const exemption = readRow(context, row);
    if (exemption) exemptions.push(exemption);
  }
  return exemptions;
}
