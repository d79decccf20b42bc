import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { certificateFile, emulatorPorts } from '../../lib/local/runEmulators.ts';
import { identityHeader } from '../../lib/local/sampleTenant/identityEndpoint.ts';
import { describeRealEnvironment, describeSampleEnvironment } from '../../lib/local/hostEnvironment.ts';
import { type Azurite, startAzurite } from '../../lib/local/azurite.ts';
import { type Stack, type StackOptions, startStack } from '../../lib/local/stack.ts';
import { eventually, fixture } from './host/startFixture.ts';

let azurite: Azurite;
beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(() => azurite.stop());

const stacks: Stack[] = [];
afterEach(async () => {
  await Promise.all(stacks.splice(0).map((stack) => stack.stop()));
});

async function start(options: StackOptions): Promise<Stack> {
  const environment = { WORK_QUEUE: 'work', RECORDS: '/dev/null', ...options.environment };
  const stack = await startStack({ appFolder: fixture, azurite: azurite.connectionString, ...options, environment });
  stacks.push(stack);
  return stack;
}

const isAnswering = async (baseUrl: string): Promise<true | undefined> => {
  const response = await fetch(`${baseUrl}/api/items/1`).catch(() => undefined);
  return response?.status === 200 ? true : undefined;
};

const isGone = (pid: number): true | undefined => {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch {
    return true;
  }
};

test('starts Azurite, the sample tenant and a host, and stops them all', async () => {
  const environment = { WORK_QUEUE: 'work', RECORDS: '/dev/null' };
  const stack = await startStack({ appFolder: fixture, environment, sample: ['--sample', 'empty'] });
  const queues = /QueueEndpoint=([^;]+)/.exec(stack.connectionString)?.[1] ?? '';
  expect((await fetch(queues)).status).toBeGreaterThanOrEqual(400);
  expect(await isAnswering(stack.baseUrl)).toBe(true);
  expect(stack.baseUrl).toMatch(/^http:\/\/localhost:\d+$/);
  expect(stack.sampleTenant?.endpoint).toMatch(/^https:\/\/localhost:\d+$/);
  const counts = `${stack.sampleTenant?.identityEndpoint ?? ''}/counts`;
  expect((await fetch(counts)).status).toBe(200);
  await stack.stop();
  expect(stack.hosts.map((host) => isGone(host.pid))).toEqual([true]);
  await expect(fetch(counts)).rejects.toThrow();
  await expect(fetch(queues)).rejects.toThrow();
});

test('starts several hosts; one that is killed comes back on its port, with another pid', async () => {
  const stack = await start({ sample: false, hosts: 2 });
  expect(new Set(stack.baseUrls).size).toBe(2);
  expect(await Promise.all(stack.baseUrls.map(isAnswering))).toEqual([true, true]);
  const [first] = stack.hosts;
  const before = first?.pid ?? 0;
  first?.kill('SIGKILL');
  await eventually(() => isGone(before));
  await eventually(() => isAnswering(stack.baseUrl));
  expect(first?.pid).not.toBe(before);
});

test('leaves a dead host dead when restart is off', async () => {
  const stack = await start({ sample: false, restart: false });
  const [host] = stack.hosts;
  host?.kill('SIGKILL');
  await host?.exited();
  await new Promise((done) => setTimeout(done, 1_000));
  expect(await isAnswering(stack.baseUrl)).toBeUndefined();
});

test('says in one sentence that a port is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  await expect(start({ sample: false, port })).rejects.toThrow(`Port ${String(port)} is already in use.`);
  server.close();
});

test('says in one sentence that the app is not built', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stack-'));
  await expect(start({ appFolder: folder, sample: false })).rejects.toThrow(/package\.json does not exist\.$/);
});

test("a sample's hosts get none of the parent's sign-in, real ones all of it", () => {
  const parent = {
    PATH: '/bin',
    AZURE_CLIENT_SECRET: 's',
    AZURE_SUBSCRIPTION_ID: 'id',
    MSI_ENDPOINT: 'm',
    PUBLIC_BASE_URL: 'https://mine',
    AzureWebJobsStorage__accountName: 'mine',
    NO_PROXY: 'corp',
  };
  const tenant = { AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://localhost:1' };
  expect(describeSampleEnvironment(parent, tenant)).toEqual({
    PATH: '/bin',
    AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://localhost:1',
    NO_PROXY: 'corp,localhost,127.0.0.1',
  });
  expect(describeRealEnvironment(parent)).toEqual({
    PATH: '/bin',
    AZURE_CLIENT_SECRET: 's',
    AZURE_SUBSCRIPTION_ID: 'id',
    MSI_ENDPOINT: 'm',
    NO_PROXY: 'corp,localhost,127.0.0.1',
  });
});

test('a host gets batch size, polling and time divisor as settings; its own win', async () => {
  const stack = await start({
    sample: false,
    hosts: 0,
    lanes: 4,
    timeDivisor: 60,
    environment: { AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:03' },
  });
  expect(stack.environment).toMatchObject({
    AzureWebJobsStorage: stack.connectionString,
    AzureFunctionsJobHost__extensions__queues__batchSize: '4',
    AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:03',
    TIME_DIVISOR: '60',
  });
});

test('the sample settings name what "npm run emulators" starts', () => {
  const file: unknown = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../../local.settings.sample.json'), 'utf8'),
  );
  const { Values } = z.object({ Values: z.record(z.string(), z.string()) }).parse(file);
  expect(Values).toMatchObject({
    AzureWebJobsStorage: 'UseDevelopmentStorage=true',
    AZURE_RESOURCE_MANAGER_ENDPOINT: `https://localhost:${String(emulatorPorts.tenant)}`,
    KEY_VAULT_ENDPOINT: `https://localhost:${String(emulatorPorts.tenant)}`,
    IDENTITY_ENDPOINT: `http://127.0.0.1:${String(emulatorPorts.identity)}/msi/token`,
    IDENTITY_HEADER: identityHeader,
    NODE_EXTRA_CA_CERTS: certificateFile,
  });
  expect([emulatorPorts.blob, emulatorPorts.queue, emulatorPorts.table]).toEqual([10_000, 10_001, 10_002]);
});
