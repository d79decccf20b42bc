import { partKey } from '../store/keys.ts';
import { workMessage } from '../store/queue.ts';
import { StoreError } from '../store/table.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl, replacePart, replaceScan, type Control } from './control.ts';
import { endScan, settle } from './finish.ts';
import { partFailure, unthrown } from './partFailure.ts';

const gaveUp = (what: string): string =>
  `The message of ${what} failed ten times over, twice in a row, without progress. The errors of this scan and the logs of the function app say why; start the scan again when that is mended.`;

async function decidePart(context: ScanContext, control: Control, part: string, sentAt: number): Promise<void> {
  const held = control.parts.find(({ record }) => record.part === part);
  const scanId = control.scan.record.id;
  if (!held || isFinal(held.record)) return settle(context, scanId);
  const { seq, poisonedAt } = held.record;
  if (seq === sentAt && poisonedAt === seq) {
    const { change, row } = partFailure(held.record, unthrown('poisoned', gaveUp(`part ${part}`)));
    const written = await context.store.scans.write(scanId, [replacePart(held, change), row]);
    // A conflict is progress of somebody else's.
    return written.state === 'written' ? settle(context, scanId) : context.store.work.send({ scanId, part, seq });
  }
  if (seq === sentAt) await context.store.scans.write(scanId, [replacePart(held, { poisonedAt: seq })]);
  await context.store.work.send({ scanId, part, seq });
}

async function decidePlan(context: ScanContext, { scan }: Control): Promise<void> {
  const scanId = scan.record.id;
  if (scan.record.status === 'pending' && scan.record.poisoned > 0) {
    return endScan(context, scanId, { status: 'failed', error: { code: 'poisoned', message: gaveUp('this scan') } });
  }
  if (scan.record.status === 'pending') {
    await context.store.scans.write(scanId, [replaceScan(scan, { poisoned: scan.record.poisoned + 1 })]);
  }
  await context.store.work.send({ scanId });
}

/**
 * A message of `scan-work-poison`: with progress since it was sent, or at its first time without, a new one is sent; at
 * the second the part, or the unplanned scan, fails. Never throws on a message it cannot read, and never ends silently.
 */
export async function handlePoison(context: ScanContext, value: unknown): Promise<void> {
  const parsed = workMessage.safeParse(value);
  if (!parsed.success) {
    const excerpt = JSON.stringify([value]).slice(1, 200);
    context.log('error', `A message that is not Vigil's came to the poison queue and is dropped: ${excerpt}`);
    return;
  }
  const { scanId, part, seq = 0 } = parsed.data;
  try {
    const control = await readControl(context.store.scans, scanId);
    if (!control) context.log('warning', `A poisoned message names the scan ${scanId}, which is gone`);
    else if (control.scan.record.status === 'deleting') await context.store.work.send({ scanId });
    else if (isFinal(control.scan.record)) await settle(context, scanId);
    else if (part === undefined) await decidePlan(context, control);
    else await decidePart(context, control, part, seq);
  } catch (error) {
    if (error instanceof StoreError) throw error;
    context.log(
      'error',
      `The poisoned message of scan ${scanId}, ${partKey(part ?? '--')}, could not be decided: ${String(error)}`,
    );
  }
}
