import { cp, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { HostError } from '../../../lib/local/host/hostError.ts';
import { listRegistrations, measureLoading } from '../../../lib/local/host/registrations.ts';
import { localScript, startProcess, type StartedProcess } from '../../../lib/local/process/startProcess.ts';
import { makeCertificate } from '../../../lib/local/sampleTenant/certificate.ts';
import { fixture } from './startFixture.ts';

const plain = { AzureWebJobsStorage: 'UseDevelopmentStorage=true', WORK_QUEUE: 'unused', RECORDS: '/dev/null' };
type Values = Readonly<Record<string, string>>;
type Files = Readonly<Record<string, string>>;
const oftenTimer = 'import { app } from "@azure/functions"; app.timer("bad", { schedule: "often", handler: () => 1 });';

const hosts: StartedProcess<string>[] = [];
afterAll(() => {
  for (const host of hosts) host.kill('SIGKILL');
});

/** A copy of the fixture app with other files beside it. */
async function copyFixture(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'app-'));
  await cp(fixture, folder, { recursive: true });
  await symlink(resolve(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function start(appFolder: string, environment: Values): Promise<StartedProcess<string>> {
  const host = await startProcess({
    name: 'The host',
    script: localScript('host/main.ts'),
    flags: ['--app', appFolder, '--port', '0'],
    environment: { PATH: process.env['PATH'], ...environment },
    readReady: ([line]) => (line === undefined ? undefined : (/"listening":"([^"]+)"/.exec(line)?.[1] ?? '')),
  });
  hosts.push(host);
  return host;
}

const settings = (values: Values): string => JSON.stringify({ IsEncrypted: false, Values: values });
const readSetting = async (host: StartedProcess<string>, name: string): Promise<string> =>
  (await fetch(`${host.ready}/api/setting?name=${name}`)).text();

describe.concurrent('settings', () => {
  test('come from local.settings.json, and the environment wins', async () => {
    const file = settings({ ...plain, FIRST: 'file', SECOND: 'file' });
    const appFolder = await copyFixture({
      'local.settings.json': file,
      'local.settings.sample.json': settings({ THIRD: 'sample' }),
    });
    const host = await start(appFolder, { SECOND: 'environment' });
    const read = await Promise.all(['FIRST', 'SECOND', 'THIRD'].map((name) => readSetting(host, name)));
    expect(read).toEqual(['file', 'environment', '']);
  });

  test('come from the sample where there is no local.settings.json', async () => {
    const appFolder = await copyFixture({ 'local.settings.sample.json': settings({ ...plain, FIRST: 'sample' }) });
    expect(await readSetting(await start(appFolder, {}), 'FIRST')).toBe('sample');
  });

  test('name a certificate that is trusted, although Node reads NODE_EXTRA_CA_CERTS only at its start', async () => {
    const appFolder = await copyFixture({});
    const { key, certificate, file } = await makeCertificate(join(appFolder, '.vigil'));
    const server = createServer({ key, cert: certificate }, (_request, response) => response.end('trusted'));
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    const url = `https://localhost:${String(typeof address === 'object' ? (address?.port ?? 0) : 0)}`;
    const call = async (values: Values): Promise<string> => {
      await writeFile(join(appFolder, 'local.settings.json'), settings(values));
      return (await fetch(`${(await start(appFolder, {})).ready}/api/fetches?url=${url}`)).text();
    };
    expect(await call(plain)).toMatch(/self-signed|unable to verify/);
    expect(await call({ ...plain, NODE_EXTRA_CA_CERTS: '.vigil/certificate.pem' })).toBe('trusted');
    expect(await readFile(file, 'utf8')).toContain('BEGIN CERTIFICATE');
    server.close();
  });
});

describe.concurrent('a host that cannot start says why in one sentence and ends with code 2', () => {
  test.for<[string, Files, Values, string]>([
    ['no storage', {}, { WORK_QUEUE: 'w' }, 'The storage connection AzureWebJobsStorage is not set.'],
    ['no queue name', {}, { ...plain, WORK_QUEUE: '' }, 'The setting WORK_QUEUE, named in "%WORK_QUEUE%", is not set.'],
    ['not built', { 'package.json': '{"main":"dist/functions/*.js"}' }, plain, 'The app is not built'],
    ['broken', { 'functions/broken.js': 'throw new Error("at load")' }, plain, 'broken.js cannot be loaded: at load'],
    ['bad schedule', { 'functions/bad.js': oftenTimer }, plain, 'The schedule "often" of bad is not NCRONTAB'],
  ])('%s', async ([_name, files, environment, sentence]) => {
    const appFolder = await copyFixture(files);
    const starting = start(appFolder, environment);
    await expect(starting).rejects.toThrow(sentence);
    await expect(starting).rejects.toMatchObject({ exitCode: 2 });
  });
});

test('a function that runs longer than functionTimeout ends the process with code 1', async () => {
  const host = await start(fixture, { ...plain, AzureFunctionsJobHost__functionTimeout: '00:00:01' });
  const call = fetch(`${host.ready}/api/sleeps`);
  await expect(call).rejects.toThrow();
  expect(await host.exited).toBe(1);
});

describe('listRegistrations', () => {
  test('gives what the built app registers, by name, and the CPU that loading took', async () => {
    const { registrations: found, cpu } = await measureLoading(fixture);
    expect(cpu).toBeGreaterThan(1);
    expect(cpu).toBeLessThan(5_000);
    const names = found.map((registration) => registration.name.toLowerCase());
    expect(names).toEqual(names.toSorted());
    expect(found).toContainEqual({ name: 'work', trigger: 'queue', queue: '%WORK_QUEUE%', connection: '' });
    expect(found).toContainEqual({ name: 'tick', trigger: 'timer', schedule: '0 * * * * *', runOnStartup: false });
    expect(found).toContainEqual({
      name: 'secret',
      trigger: 'http',
      route: 'secret',
      methods: ['GET'],
      authLevel: 'function',
    });
  });

  test('says what is wrong with the app', async () => {
    const appFolder = await copyFixture({ 'functions/broken.js': 'throw new Error("broken at load")' });
    const sentence = `${join(appFolder, 'functions/broken.js')} cannot be loaded: broken at load`;
    await expect(listRegistrations(appFolder)).rejects.toEqual(new HostError('badApp', sentence));
  });
});
