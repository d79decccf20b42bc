import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldMessage } from './heldMessage.ts';
import { type HostSettings, readHostFile } from './hostFile.ts';
import { openServer, serveFunctions } from './httpServer.ts';
import { createInvoke, type Invoke } from './invoke.ts';
import { type App, type AppFunction, loadApp } from './loadApp.ts';
import { resolveSettings } from './localSettings.ts';
import type { Log } from './log.ts';
import { openQueues } from './queueConnection.ts';
import { type Listener, listenToQueue } from './queueListener.ts';
import { divideQueueTimings } from './queueTimings.ts';
import type { QueueRegistration, Registration } from './registration.ts';
import { createRouter } from './router.ts';
import { listenToTimer } from './timerListener.ts';

export interface HostOptions {
  readonly appFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Keys that are asked for; undefined asks for none, as Core Tools does. */
  readonly keys: readonly string[] | undefined;
  /** Divides lease, retry delay, polling and the periods of timers; 1 in earnest. */
  readonly timeDivisor: number;
  readonly log: Log;
  /** Ends the process, because a function ran longer than `functionTimeout`. */
  readonly onTimeout: (message: string) => void;
}

export interface Host {
  readonly port: number;
  readonly registrations: readonly Registration[];
  /** The messages taken and not settled, to be released when the process ends. */
  readonly held: ReadonlySet<HeldMessage>;
  /** Takes no more calls, messages and timers, and waits for what runs, `patience` milliseconds at most. */
  stop(patience: number): Promise<void>;
}

interface Running {
  readonly options: HostOptions;
  readonly settings: HostSettings;
  readonly held: Set<HeldMessage>;
  readonly invoke: Invoke;
}

async function listenToMessages(running: Running, called: AppFunction, found: QueueRegistration): Promise<Listener> {
  const { options, settings, held, invoke } = running;
  const connection = resolveSettings(found.connection, process.env);
  return listenToQueue({
    called,
    queues: await openQueues(connection, process.env),
    connection,
    queue: resolveSettings(found.queue, process.env),
    settings: settings.queues,
    timings: divideQueueTimings(settings.queues, options.timeDivisor),
    held,
    invoke,
    log: options.log,
  });
}

async function listen(running: Running, app: App): Promise<readonly Listener[]> {
  const { timeDivisor: divisor, log } = running.options;
  const listeners: Listener[] = [];
  for (const called of app.functions) {
    const { registration } = called;
    if (registration.trigger === 'queue') listeners.push(await listenToMessages(running, called, registration));
    if (registration.trigger !== 'timer') continue;
    const schedule = resolveSettings(registration.schedule, process.env);
    const { runOnStartup } = registration;
    listeners.push(listenToTimer({ called, schedule, runOnStartup, divisor, invoke: running.invoke, log }));
  }
  return listeners;
}

/**
 * Loads the built app into this process and serves its HTTP, queue and timer functions as the Azure Functions host
 * does. The app's settings are those of `process.env`. Throws a `HostError`.
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { appFolder, log } = options;
  const settings = readHostFile(appFolder, process.env);
  const { server, port } = await openServer(options.port);
  // The app may build its own address from it, as in Azure.
  process.env['WEBSITE_HOSTNAME'] = `localhost:${String(port)}`;
  const app = await loadApp(appFolder, log);
  const invoke = createInvoke(app, log, settings.functionTimeout, (name) => {
    options.onTimeout(`${name} ran longer than functionTimeout, ${String(settings.functionTimeout / 1000)} seconds`);
  });
  const router = createRouter(app.functions, settings.routePrefix);
  for (const warning of router.warnings) log('warning', 'host', warning);
  const held = new Set<HeldMessage>();
  const listeners = await listen({ options, settings, held, invoke }, app);
  serveFunctions(server, { router, invoke, keys: options.keys, log });
  return {
    port,
    registrations: app.functions.map((called) => called.registration),
    held,
    stop: async (patience) => {
      server.close();
      server.closeIdleConnections();
      const closed = server.listening ? once(server, 'close') : Promise.resolve();
      const stopped = Promise.all([closed, ...listeners.map((listener) => listener.stop())]);
      await Promise.race([stopped, sleep(patience)]);
    },
  };
}
