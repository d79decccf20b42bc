import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FailureRule, HeldMessage } from './heldMessage.ts';

/** How long it may take, in milliseconds. */
const patience = 10_000;

/**
 * Settles the messages of a process that is about to end, each as failed. In Azure the host outlives its worker and does
 * this; here both are one process, so another one does it while this one waits, and no code of the app runs on.
 */
export function releaseHeld(held: Iterable<HeldMessage>, rule: FailureRule): void {
  const input = JSON.stringify({ held: [...held], rule });
  const script = fileURLToPath(new URL('releaseMain.ts', import.meta.url));
  spawnSync(process.execPath, [script], { input, timeout: patience, stdio: ['pipe', 'ignore', 'ignore'] });
}
