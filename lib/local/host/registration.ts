import * as z from 'zod';
import type { FunctionMetadata } from './coreApi.ts';
import { HostError } from './hostError.ts';

const http = z
  .object({
    type: z.literal('httpTrigger'),
    route: z.string().optional(),
    methods: z.array(z.string()),
    authLevel: z.enum(['anonymous', 'function', 'admin']),
  })
  .readonly();
const queue = z
  .object({ type: z.literal('queueTrigger'), queueName: z.string(), connection: z.string().default('') })
  .readonly();
const timer = z
  .object({ type: z.literal('timerTrigger'), schedule: z.string(), runOnStartup: z.boolean().default(false) })
  .readonly();
const trigger = z.discriminatedUnion('type', [http, queue, timer]);
const binding = z.object({ type: z.string() });

export interface HttpRegistration {
  readonly name: string;
  readonly trigger: 'http';
  readonly route: string;
  readonly methods: readonly string[];
  readonly authLevel: 'anonymous' | 'function' | 'admin';
}
export interface QueueRegistration {
  readonly name: string;
  readonly trigger: 'queue';
  readonly queue: string;
  readonly connection: string;
}
export interface TimerRegistration {
  readonly name: string;
  readonly trigger: 'timer';
  readonly schedule: string;
  readonly runOnStartup: boolean;
}
/** What a function registered, as plain JSON. */
export type Registration = HttpRegistration | QueueRegistration | TimerRegistration;

const isTrigger = (value: unknown): boolean => {
  const parsed = binding.safeParse(value);
  return parsed.success && /trigger$/i.test(parsed.data.type);
};

/** Whether the binding is the answer of an HTTP function, the only output that the stand-in serves. */
const isHttpAnswer = (value: unknown): boolean => {
  const parsed = binding.safeParse(value);
  return parsed.success && parsed.data.type === 'http';
};

/** The name of the trigger among a function's bindings. */
export const findTriggerName = (metadata: FunctionMetadata): string =>
  Object.keys(metadata.bindings).find((name) => isTrigger(metadata.bindings[name])) ?? '';

/** Throws a `HostError` for a trigger or a binding that the stand-in does not serve. */
export function readRegistration(metadata: FunctionMetadata): Registration {
  const { name, bindings } = metadata;
  const others = Object.values(bindings).filter((value) => !isTrigger(value) && !isHttpAnswer(value));
  const parsed = trigger.safeParse(bindings[findTriggerName(metadata)]);
  if (!parsed.success || others.length > 0) {
    const served = 'HTTP, queue and timer triggers without further bindings';
    throw new HostError('badApp', `The stand-in host cannot run the function ${name}: it serves ${served}.`);
  }
  const found = parsed.data;
  switch (found.type) {
    case 'httpTrigger': {
      const methods = found.methods.map((method) => method.toUpperCase()).toSorted();
      return { name, trigger: 'http', route: found.route ?? name, methods, authLevel: found.authLevel };
    }
    case 'queueTrigger':
      return { name, trigger: 'queue', queue: found.queueName, connection: found.connection };
    case 'timerTrigger':
      return { name, trigger: 'timer', schedule: found.schedule, runOnStartup: found.runOnStartup };
  }
}
