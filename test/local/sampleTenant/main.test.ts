import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import * as z from 'zod';

const script = fileURLToPath(new URL('../../../lib/local/sampleTenant/main.ts', import.meta.url));
const said = z.object({
  endpoint: z.string(),
  identityEndpoint: z.string(),
  environment: z.record(z.string(), z.string()),
});
const running: ChildProcessWithoutNullStreams[] = [];

function start(...flags: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [script, ...flags]);
  running.push(child);
  return child;
}
async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  const line: readonly unknown[] = await once(createInterface(child.stdout), 'line');
  return String(line[0]);
}
async function listening(child: ChildProcessWithoutNullStreams): Promise<z.infer<typeof said>> {
  return said.parse(JSON.parse(await firstLine(child)));
}
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

it('serves a generated tenant to a process that trusts its certificate', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sample-tenant-test-'));
  const child = start('--resources', '40', '--subscriptions', '2', '--folder', folder);
  const { endpoint, identityEndpoint, environment } = await listening(child);
  expect(environment['NODE_EXTRA_CA_CERTS']).toBe(join(folder, 'certificate.pem'));
  expect(environment['AZURE_RESOURCE_MANAGER_ENDPOINT']).toBe(endpoint);
  const program = `
    const { DefaultAzureCredential } = await import('@azure/identity');
    const { token } = await new DefaultAzureCredential().getToken('https://management.azure.com/.default');
    const reply = await fetch(process.env.AZURE_RESOURCE_MANAGER_ENDPOINT + '/subscriptions?api-version=2022-12-01', {
      headers: { authorization: 'Bearer ' + token },
    });
    console.log((await reply.json()).value.map(({ displayName }) => displayName).join());`;
  const caller = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { ...process.env, ...environment },
  });
  expect(await firstLine(caller)).toBe('Generated 1,Generated 2');
  const counts: unknown = await (await fetch(`${identityEndpoint}/counts`)).json();
  expect(counts).toMatchObject({ byKind: { subscriptionList: 1, token: 1 }, status429: 0 });
  await rm(folder, { recursive: true });
});

it('refuses the actions that it is told to, and generates the kinds that it is told to', async () => {
  const refuse = [
    '--refuse',
    'Microsoft.Network/networkInterfaces/read',
    '--refuse',
    'Microsoft.Network/virtualNetworks/*',
  ];
  const child = start('--resources', '211', '--kinds', 'network', ...refuse);
  const { environment } = await listening(child);
  const program = `
    const { DefaultAzureCredential } = await import('@azure/identity');
    const { token } = await new DefaultAzureCredential().getToken('https://management.azure.com/.default');
    const reply = await fetch(process.env.AZURE_RESOURCE_MANAGER_ENDPOINT + '/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01', {
      method: 'POST',
      headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'resources | summarize count() by type' }),
    });
    console.log((await reply.json()).data.map(({ type, count_ }) => type + ' ' + count_).sort().join());`;
  const caller = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { ...process.env, ...environment },
  });
  expect(await firstLine(caller)).toBe(
    'microsoft.network/networksecuritygroups 100,microsoft.network/publicipaddresses 10',
  );
});

it('ends on SIGTERM', async () => {
  const child = start('--sample', 'empty');
  await listening(child);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('ends with its standard input when it follows its parent', async () => {
  const child = start('--sample', 'empty', '--follow-parent');
  await listening(child);
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it.each([
  ['an unknown sample', ['--sample', 'other'], '--sample is one of'],
  ['a number that is none', ['--port', 'any'], '--port takes a number'],
  ['an action that is none', ['--refuse', 'reading'], '--refuse takes an action'],
  ['unknown kinds', ['--kinds', 'all'], '--kinds is mixed or network'],
  ['an unknown flag', ['--colour', 'red'], 'Unknown option'],
])('names %s and ends with 2', async (_what, flags, message) => {
  const child = start(...flags);
  const lines: string[] = [];
  createInterface(child.stderr).on('line', (line) => lines.push(line));
  expect(await once(child, 'close')).toEqual([2, null]);
  expect(lines.join('\n')).toContain(message);
});
