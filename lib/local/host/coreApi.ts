import Module from 'node:module';
import { type Log, readLevel } from './log.ts';

/** A value on its way between host and worker; one property is set. */
export interface TypedData {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: HttpData;
}
type Nullable = Readonly<Record<string, { readonly value: string }>>;
export interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: Nullable;
  readonly nullableParams?: Nullable;
  readonly nullableQuery?: Nullable;
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly HttpCookie[];
  readonly body?: TypedData | null;
}
export interface HttpCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: { readonly value?: string };
  readonly path?: { readonly value?: string };
  readonly expires?: { readonly value?: { readonly seconds?: number } };
  readonly secure?: { readonly value?: boolean };
  readonly httpOnly?: { readonly value?: boolean };
  readonly sameSite?: string;
  readonly maxAge?: { readonly value?: number };
}
export type Handler = (...inputs: unknown[]) => unknown;
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, unknown>>;
}
export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  };
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  readonly log: (level: string, category: string, message: string) => void;
}
export interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: Handler): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<{ readonly returnValue?: TypedData | null }>;
}
export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  getInvocationModel(context: CoreContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
}
type Hook = (context: unknown) => unknown;
const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof hookNames)[number];
const isHookName = (name: string): name is HookName => hookNames.some((known) => known === name);

/** What `@azure/functions` has told the host so far. */
export interface Registry {
  readonly functions: { readonly metadata: FunctionMetadata; readonly handler: Handler }[];
  readonly hooks: Readonly<Record<HookName, Hook[]>>;
  readonly appHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  locked: boolean;
}

function registerHook(registry: Registry, name: string, callback: Hook): { dispose: () => void } {
  if (!isHookName(name)) {
    const fault = new RangeError(`Unrecognized hook "${name}"`);
    throw Object.assign(fault, { isAzureFunctionsSystemError: true });
  }
  const hooks = registry.hooks[name];
  hooks.push(callback);
  return { dispose: () => void hooks.splice(hooks.indexOf(callback), 1) };
}

function createCoreApi(registry: Registry, log: Log) {
  return {
    version: '3.11.0',
    hostVersion: '4.1040.0',
    setProgrammingModel: (model: ProgrammingModel) => {
      registry.model = model;
    },
    getProgrammingModel: () => registry.model,
    registerFunction: (metadata: FunctionMetadata, handler: Handler) => {
      if (registry.locked) throw new Error('A function can only be registered during app startup.');
      registry.functions.push({ metadata, handler });
      return { dispose: () => undefined };
    },
    registerHook: (name: string, callback: Hook) => registerHook(registry, name, callback),
    log: (level: string, category: string, message: string) => {
      log(readLevel(level), category, message);
    },
  };
}

/**
 * Answers `require('@azure/functions-core')` in this process, as the Node.js worker does. It must run before anything
 * loads `@azure/functions`, which asks once and keeps the answer.
 */
export function installCoreApi(log: Log): Registry {
  const registry: Registry = {
    functions: [],
    hooks: { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] },
    appHookData: {},
    model: undefined,
    locked: false,
  };
  const api = createCoreApi(registry, log);
  const original: unknown = Reflect.get(Module.prototype, 'require');
  if (typeof original !== 'function') throw new TypeError('This Node.js has no Module.prototype.require.');
  Module.prototype.require = function require(this: unknown, id: string): unknown {
    return id === '@azure/functions-core' ? api : Reflect.apply(original, this, [id]);
  };
  return registry;
}
