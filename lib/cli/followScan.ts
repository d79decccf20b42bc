import { setTimeout as sleep } from 'node:timers/promises';
import type { ScanView } from '../model/scan.ts';
import { ApiError, type ScanApi } from './apiClient.ts';

/** Milliseconds. */
const pollEvery = 300;
/** Polls in a row that may go unanswered: a host that crashed and came back is no reason to give a scan up. */
const silentPolls = 40;

const finalStatuses: readonly ScanView['status'][] = ['completed', 'completedWithErrors', 'failed', 'cancelled'];
export const isOver = ({ status }: ScanView): boolean => finalStatuses.includes(status);

export interface Follow {
  readonly onProgress: (view: ScanView) => void;
  /** Aborted when the user wants the scan to end: it is cancelled once and followed to its end. */
  readonly interrupted: AbortSignal;
  readonly every?: number;
}

function passing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}

/** Follows a scan to its final state. Throws `ApiError` where the app stops answering. */
export async function followScan(
  api: Pick<ScanApi, 'get' | 'cancel'>,
  id: string,
  { onProgress, interrupted, every = pollEvery }: Follow,
): Promise<ScanView> {
  let silent = 0;
  let cancelled = false;
  for (;;) {
    try {
      if (interrupted.aborted && !cancelled) {
        await api.cancel(id);
        cancelled = true;
      }
      const view = await api.get(id);
      silent = 0;
      onProgress(view);
      if (isOver(view)) return view;
    } catch (error) {
      silent += 1;
      if (!passing(error) || silent > silentPolls) throw error;
    }
    await sleep(every);
  }
}
