import { indexPartition, prefixRange } from '../store/keys.ts';
import type { ScanContext } from './context.ts';
import { messageOf } from './trace.ts';

/** How long a count of active scans serves without asking storage again, in milliseconds. */
const fresh = 10_000;

interface Counted {
  active: number;
  at: number;
}
const counts = new WeakMap<ScanContext, Counted>();

async function countActive(context: ScanContext): Promise<Counted> {
  let active = 0;
  for await (const _lock of context.store.index.rows(indexPartition, prefixRange('active~'))) active += 1;
  const counted = { active, at: Date.now() };
  counts.set(context, counted);
  return counted;
}

/**
 * Whether another scan may start. The last count serves, with this process's own starts added, so that a start waits
 * for no count but the process's first; a refusal is always decided on a new one.
 */
export async function admits(context: ScanContext): Promise<boolean> {
  const known = counts.get(context);
  const { maxActiveScans } = context.settings;
  if (known && known.active < maxActiveScans) return true;
  return (await countActive(context)).active < maxActiveScans;
}

/** Counts anew where the last count is old. Goes beside the start's own writes: it never holds up or fails a start. */
export async function renewCount(context: ScanContext): Promise<void> {
  const known = counts.get(context);
  if (known && Date.now() - known.at < fresh) return;
  try {
    await countActive(context);
  } catch (error) {
    context.log('warning', `The active scans could not be counted: ${messageOf(error)}`);
  }
}

export function noteStart(context: ScanContext): void {
  const known = counts.get(context);
  if (known) known.active += 1;
}
