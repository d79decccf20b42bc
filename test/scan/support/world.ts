import { openSameAs } from '../../../lib/checks/sameAs.ts';
import type { TokenCredential } from '@azure/core-auth';
import { QueueClient } from '@azure/storage-queue';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { noLimits } from '../../../lib/azure/pacing.ts';
import { openCollector } from '../../../lib/collect/openCollector.ts';
import { identityHeader } from '../../../lib/local/sampleTenant/identityEndpoint.ts';
import {
  startSampleTenant,
  type SampleOptions,
  type SampleTenant,
} from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import type { CatalogueCheck } from '../../../lib/model/check.ts';
import { isRow } from '../../../lib/model/row.ts';
import { digestOf, type ScanContext } from '../../../lib/scan/context.ts';
import { isFinal, readControl, type Control } from '../../../lib/scan/control.ts';
import { handleMessage } from '../../../lib/scan/handleMessage.ts';
import { handlePoison } from '../../../lib/scan/poison.ts';
import { parseScanRequest } from '../../../lib/scan/request.ts';
import { startScan } from '../../../lib/scan/start.ts';
import { readSettings } from '../../../lib/settings.ts';
import { openStore } from '../../../lib/store/openStore.ts';
import type { ScanRecord } from '../../../lib/store/records.ts';
import { startAzureFront, type AzureFront } from './azureFront.ts';
import { testCatalogue } from './testChecks.ts';

export interface WorldOptions {
  /** The storage account, by way of a proxy or not. */
  readonly connection: string;
  readonly tenant?: Partial<SampleOptions>;
  /** Default: a few quick checks. */
  readonly catalogue?: readonly CatalogueCheck[];
  /** App settings besides those of storage and cloud. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A message of the queue with what the host would tell of it. */
export interface Delivered {
  readonly value: unknown;
  readonly dequeueCount: number;
}

export interface DrainOptions {
  /** Every message is delivered to each of them at once. Default: the world's own context. */
  readonly contexts?: readonly ScanContext[];
  /** Called between rounds, for what happens meanwhile. */
  readonly meanwhile?: () => Promise<void>;
  /** Milliseconds until it gives up. */
  readonly patience?: number;
}

export interface World {
  readonly context: ScanContext;
  readonly azure: AzureFront;
  readonly tenant: SampleTenant;
  readonly queue: QueueClient;
  /** What was logged, with its level in front. */
  readonly logs: string[];
  /** What deliveries threw. */
  readonly thrown: unknown[];
  /** Another instance of the app on the same storage and Azure, with its own count of what Azure allows. */
  openContext(change?: Partial<ScanContext> & { readonly connection?: string }): Promise<ScanContext>;
  start(body?: Readonly<Record<string, unknown>>): Promise<ScanRecord>;
  /** Takes what is visible on the queue and handles it; a delivery that throws leaves its message, the tenth is poison. */
  deliver(contexts?: readonly ScanContext[]): Promise<readonly Delivered[]>;
  /** Takes what is visible without handling it. */
  take(): Promise<readonly Delivered[]>;
  /** Delivers until the scan is final, or gone. */
  drain(scanId: string, options?: DrainOptions): Promise<Control | undefined>;
  /** Starts a scan and delivers until it is final. */
  scan(body?: Readonly<Record<string, unknown>>): Promise<string>;
}

const mostDequeues = 10;

/** Calls are held back by what the sample tenant answers, and by nothing before. */
const limits = { ...noLimits, graph: { size: 100_000, span: 5000 } };

function tenantCredential({ identityEndpoint }: SampleTenant): TokenCredential {
  return {
    getToken: async () => {
      const url = `${identityEndpoint}/msi/token?api-version=2019-08-01&resource=https://management.azure.com`;
      const answer: unknown = await (await fetch(url, { headers: { 'x-identity-header': identityHeader } })).json();
      if (!isRow(answer)) throw new Error('The identity endpoint gave no token.');
      return { token: String(answer['access_token']), expiresOnTimestamp: Number(answer['expires_on']) * 1000 };
    },
  };
}

function decode(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString());
  } catch {
    return text;
  }
}

/** One app on a storage account and a sample tenant, without a host: the tests take the messages themselves. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const tenant = await startSampleTenant({ sample: 'empty', quotas: false, ...options.tenant });
  const azure = await startAzureFront(tenant);
  onTestFinished(async () => {
    await azure.stop();
    await tenant.close();
  });
  const logs: string[] = [];
  const thrown: unknown[] = [];
  const queue = new QueueClient(options.connection, 'scan-work');

  const openContext: World['openContext'] = async ({ connection = options.connection, ...change } = {}) => {
    const settings = readSettings({
      AzureWebJobsStorage: connection,
      AZURE_RESOURCE_MANAGER_ENDPOINT: azure.endpoint,
      ...options.settings,
    });
    const { cloud, lanes, timings } = settings;
    const { longestSleep } = timings;
    const credential = tenantCredential(tenant);
    const catalogue = change.catalogue ?? options.catalogue ?? testCatalogue;
    return {
      settings,
      store: await openStore(settings.storage),
      catalogue,
      switchedOff: [],
      sameAs: openSameAs(catalogue),
      digest: digestOf(catalogue),
      openCollector: () => openCollector({ cloud, lanes, longestSleep, credential, limits, faultDelay: 2 }),
      log: (level, message) => logs.push(`${level}: ${message}`),
      ...change,
    };
  };
  const context = await openContext();

  async function handle(contexts: readonly ScanContext[], { value, dequeueCount }: Delivered): Promise<boolean> {
    const [first = context] = contexts;
    const handled = await Promise.allSettled(
      dequeueCount > mostDequeues
        ? [handlePoison(first, value)]
        : contexts.map((one) => handleMessage(one, value, { dequeueCount })),
    );
    const errors = handled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
    thrown.push(...errors);
    return errors.length === 0;
  }

  async function receive() {
    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 32, visibilityTimeout: 120 });
    return receivedMessageItems.map((message) => ({
      value: decode(message.messageText),
      dequeueCount: message.dequeueCount,
      remove: () => queue.deleteMessage(message.messageId, message.popReceipt),
      release: () => queue.updateMessage(message.messageId, message.popReceipt, undefined, 0),
    }));
  }

  async function deliver(contexts: readonly ScanContext[] = [context]): Promise<readonly Delivered[]> {
    const messages = await receive();
    await Promise.all(
      messages.map(async (message) => ((await handle(contexts, message)) ? message.remove() : message.release())),
    );
    return messages.map(({ value, dequeueCount }) => ({ value, dequeueCount }));
  }

  const drain: World['drain'] = async (scanId, { contexts, meanwhile, patience = 20_000 } = {}) => {
    const deadline = performance.now() + patience;
    for (;;) {
      const delivered = await deliver(contexts);
      await meanwhile?.();
      const control = await readControl(context.store.scans, scanId);
      const status = control?.scan.record.status;
      if (!control || (status !== 'deleting' && isFinal(control.scan.record))) return control;
      if (performance.now() > deadline) {
        throw new Error(`The scan is still ${String(status)}.\n${logs.join('\n')}\n${thrown.map(String).join('\n')}`);
      }
      if (delivered.length === 0) await sleep(20);
    }
  };

  const start: World['start'] = async (body = {}) => {
    const request = parseScanRequest(body, context.catalogue, undefined, context.settings.callbacks.hosts);
    if ('state' in request) throw new Error(request.message);
    const started = await startScan(context, { ...request, requestedBy: 'test' });
    if (started.state !== 'accepted') throw new Error(`The scan was not accepted: ${started.state}.`);
    return started.scan;
  };

  return {
    context,
    azure,
    tenant,
    queue,
    logs,
    thrown,
    openContext,
    start,
    deliver,
    drain,
    take: async () => {
      const messages = await receive();
      await Promise.all(messages.map((message) => message.remove()));
      return messages.map(({ value, dequeueCount }) => ({ value, dequeueCount }));
    },
    scan: async (body) => {
      const { id } = await start(body);
      await drain(id);
      return id;
    },
  };
}
