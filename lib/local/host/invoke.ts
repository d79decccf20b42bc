import { randomUUID } from 'node:crypto';
import type { CoreContext, Handler, TypedData } from './coreApi.ts';
import type { App, AppFunction } from './loadApp.ts';
import { type Log, readLevel } from './log.ts';
import { findTriggerName } from './registration.ts';

/** Node's timers overflow beyond this. */
const longestTimer = 2 ** 31;

interface HookContext {
  readonly hookData: Record<string, unknown>;
  readonly appHookData: Record<string, unknown>;
  readonly invocationContext: unknown;
  inputs: unknown[];
  functionCallback: Handler;
  result?: unknown;
  error?: unknown;
}

export type Invoke = (
  called: AppFunction,
  data: TypedData,
  triggerMetadata: Readonly<Record<string, TypedData>>,
) => Promise<TypedData | null | undefined>;

function createContext(
  called: AppFunction,
  data: TypedData,
  triggerMetadata: Readonly<Record<string, TypedData>>,
  log: Log,
): CoreContext {
  return {
    invocationId: randomUUID(),
    metadata: called.metadata,
    request: { inputData: [{ name: findTriggerName(called.metadata), data }], triggerMetadata },
    state: undefined,
    log: (level, _category, message) => {
      log(readLevel(level), called.metadata.name, message);
    },
  };
}

/** The worker takes a thrown null or undefined for a success, and makes an Error of what is none. */
function rethrow(error: unknown): void {
  if (error instanceof Error) throw error;
  if (error !== undefined && error !== null) throw new Error(typeof error === 'string' ? error : JSON.stringify(error));
}

async function runHandler(app: App, core: CoreContext, handler: Handler): Promise<TypedData | null | undefined> {
  const { hooks, appHookData } = app.registry;
  const model = await app.model.getInvocationModel(core);
  const { context, inputs } = await model.getArguments();
  const hook: HookContext = {
    hookData: {},
    appHookData,
    invocationContext: context,
    inputs,
    functionCallback: handler,
  };
  core.state = 'preInvocationHooks';
  for (const before of hooks.preInvocation) await before(hook);
  core.state = 'invocation';
  try {
    hook.result = await model.invokeFunction(context, hook.inputs, hook.functionCallback);
  } catch (error) {
    hook.error = error;
  }
  core.state = 'postInvocationHooks';
  for (const after of hooks.postInvocation) await after(hook);
  rethrow(hook.error);
  return (await model.getResponse(context, hook.result)).returnValue;
}

/**
 * Runs functions of the app as the worker does, each for `timeout` milliseconds at most; then `onTimeout` ends the
 * process, because the Functions host restarts a worker whose function ran too long.
 */
export function createInvoke(app: App, log: Log, timeout: number, onTimeout: (name: string) => void): Invoke {
  return async (called, data, triggerMetadata) => {
    const core = createContext(called, data, triggerMetadata, log);
    const { name } = called.metadata;
    const timer = timeout < longestTimer ? setTimeout(onTimeout, timeout, name) : undefined;
    const start = performance.now();
    try {
      return await runHandler(app, core, called.handler);
    } finally {
      clearTimeout(timer);
      log('debug', name, `ran for ${(performance.now() - start).toFixed(1)} ms`);
    }
  };
}
