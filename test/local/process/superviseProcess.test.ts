import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { ProcessError, startProcess } from '../../../lib/local/process/startProcess.ts';
import { mostDeaths, superviseProcess } from '../../../lib/local/process/superviseProcess.ts';
import { eventually } from '../host/startFixture.ts';

let folder = '';
let starts = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supervise-'));
  starts = 0;
});

/** A process that is ready at once, unless there is a file `broken`. */
async function start() {
  const script = join(folder, 'script.mjs');
  const broken = existsSync(join(folder, 'broken'));
  starts += 1;
  await writeFile(
    script,
    broken ? 'console.error("no luck"); process.exit(3)' : 'console.log("ready"); setInterval(() => 0, 1000)',
  );
  return startProcess({ name: 'It', script, environment: process.env, readReady: ([line]) => line });
}
const pauses = { first: 1, longest: 2 };

test('a process that dies is started again', async () => {
  const supervised = await superviseProcess(start, pauses);
  const { pid } = supervised.current();
  supervised.current().kill('SIGKILL');
  await eventually(() => (supervised.current().pid === pid ? undefined : true));
  await supervised.stop(1_000);
  expect(starts).toBe(2);
  expect(supervised.current().hasExited()).toBe(true);
});

test('ten deaths in a row before it was ready are the end, with its last words', async () => {
  const supervised = await superviseProcess(start, pauses);
  await writeFile(join(folder, 'broken'), '');
  supervised.current().kill('SIGKILL');
  expect(await supervised.failed).toBe('It did not start. no luck It was tried 10 times in a row.');
  expect(starts).toBe(1 + mostDeaths);
});

test('a first start that fails is the caller’s to hear', async () => {
  await writeFile(join(folder, 'broken'), '');
  await expect(superviseProcess(start, pauses)).rejects.toThrow(ProcessError);
  expect(starts).toBe(1);
});
