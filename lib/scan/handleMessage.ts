import { workMessage } from '../store/queue.ts';
import type { ScanContext } from './context.ts';
import { isFinal, readControl } from './control.ts';
import { endScan } from './finish.ts';
import { deliverNotice } from './deliverNotice.ts';
import { writeHistory } from './history.ts';
import { planScan } from './plan.ts';
import { deleteScan } from './removal.ts';
import { runPart, type Delivery } from './runPart.ts';

/** A message that is not ours: it goes to the poison queue and nothing else suffers. */
export class ForeignMessageError extends Error {
  readonly code = 'foreignMessage';

  constructor(detail: string) {
    super(`This message on the queue scan-work is not Vigil's: ${detail}`);
    this.name = 'ForeignMessageError';
  }
}

/** Whether the app was upgraded under the scan: it is ended, and started again once when its lock is released. */
async function endedByUpgrade(context: ScanContext, scanId: string): Promise<boolean> {
  const control = await readControl(context.store.scans, scanId);
  if (!control || isFinal(control.scan.record) || control.scan.record.digest === context.digest) return false;
  const message =
    'The app was upgraded while this scan ran. A scan never mixes two catalogues, so it was ended; the same scope is scanned again once.';
  await endScan(context, scanId, { status: 'failed', error: { code: 'appUpgraded', message } });
  return true;
}

/** One delivery of the queue `scan-work`. Throws when storage fails or the message is not ours: the host then tries again. */
export async function handleMessage(context: ScanContext, value: unknown, delivery: Delivery): Promise<void> {
  const parsed = workMessage.safeParse(value);
  if (!parsed.success) throw new ForeignMessageError(parsed.error.issues.map((issue) => issue.message).join('; '));
  const { scanId, part, hook, history } = parsed.data;
  if (hook !== undefined) return deliverNotice(context, scanId, hook);
  if (history === true) return writeHistory(context, scanId);
  if (await endedByUpgrade(context, scanId)) return;
  if (part !== undefined) return runPart(context, scanId, part, delivery);
  const control = await readControl(context.store.scans, scanId);
  if (control?.scan.record.status === 'deleting') return deleteScan(context, scanId);
  return planScan(context, scanId);
}
