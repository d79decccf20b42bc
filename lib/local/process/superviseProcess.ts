import { pause, ProcessError, type StartedProcess } from './startProcess.ts';

/** Deaths in a row, none of which was ever ready, after which a process is not started again. */
export const mostDeaths = 10;

/** Milliseconds: the first pause before another start, doubled up to the longest; a life longer than that begins anew. */
export interface Pauses {
  readonly first: number;
  readonly longest: number;
}
const usualPauses: Pauses = { first: 100, longest: 5_000 };

export interface Supervised<T> {
  /** The process that runs now, or ran last */
  readonly current: () => StartedProcess<T>;
  /** Resolves with a sentence when the process is not started again. */
  readonly failed: Promise<string>;
  readonly stop: (patience: number) => Promise<void>;
}

interface Supervision<T> {
  current: StartedProcess<T>;
  stopping: boolean;
}

async function restart<T>(
  state: Supervision<T>,
  start: (last: T) => Promise<StartedProcess<T>>,
  { first, longest }: Pauses,
): Promise<string> {
  let [wait, deaths, born, fault] = [first, 0, Date.now(), ''];
  for (;;) {
    await state.current.exited;
    if (Date.now() - born > longest) wait = first;
    await pause(wait);
    if (state.stopping) return '';
    wait = Math.min(wait * 2, longest);
    try {
      state.current = await start(state.current.ready);
      [born, deaths] = [Date.now(), 0];
    } catch (error) {
      if (!(error instanceof ProcessError)) throw error;
      [deaths, fault] = [deaths + 1, error.message];
    }
    if (deaths >= mostDeaths) return `${fault} It was tried ${String(deaths)} times in a row.`;
  }
}

/**
 * Starts a process again when it dies, after a growing pause, as the Functions host does with its worker; a death before
 * it was ready ten times in a row is the end. `start` gets what the last one said when it was ready.
 * The first start is the caller's: a `ProcessError` of it is thrown.
 */
export async function superviseProcess<T>(
  start: (last?: T) => Promise<StartedProcess<T>>,
  pauses: Pauses = usualPauses,
): Promise<Supervised<T>> {
  const state: Supervision<T> = { current: await start(), stopping: false };
  const { promise: failed, resolve, reject } = Promise.withResolvers<string>();
  const startAgain = async (last: T): Promise<StartedProcess<T>> => {
    const started = await start(last);
    if (state.stopping) started.kill('SIGKILL');
    return started;
  };
  restart(state, startAgain, pauses).then((fault) => {
    if (fault !== '') resolve(fault);
  }, reject);
  return {
    current: () => state.current,
    failed,
    stop: async (patience) => {
      state.stopping = true;
      await state.current.stop(patience);
    },
  };
}
