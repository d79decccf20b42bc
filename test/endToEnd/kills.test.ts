import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Stack } from '../../lib/local/stack.ts';
import { eventually } from '../local/host/startFixture.ts';
import { isFinal, openApi } from './support/callApi.ts';
import { expectSame } from './support/expectSame.ts';
import { openRandom } from './support/openRandom.ts';
import { findTwice, readResult, type Result } from './support/readResult.ts';
import { countMessages } from './support/storageOf.ts';
import { accountsIn, scanOnce, withStack } from './support/withStack.ts';

const timeDivisor = 60;
/** An hour of the real times: a scan of this size ends within it, whatever dies meanwhile. */
const bound = 60_000;
const patience = 180_000;

const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

interface Kills {
  readonly kills: number;
  /** The longest time between two kills, in milliseconds. */
  readonly longestLife: number;
  readonly random: () => number;
}

/** Kills a host at random moments while scans run, until the kills are spent; gives what the scans came to. */
async function scanUnderKills({ baseUrl, hosts }: Stack, { kills, longestLife, random }: Kills) {
  const api = openApi(baseUrl);
  const results: Result[] = [];
  const told: string[] = [];
  for (let left = kills; left > 0;) {
    const { id } = await api.start();
    const began = performance.now();
    for (let view = await api.scan(id); left > 0 && !isFinal(view); left -= 1) {
      const victim = hosts[Math.floor(random() * hosts.length)];
      const life = Math.round(random() * longestLife);
      await sleep(life);
      victim?.kill('SIGKILL');
      await victim?.exited();
      view = await api.scan(id);
      told.push(`${String(life)} ms (${String(view.progress.resourcesJudged)} judged)`);
    }
    await api.finished(id, bound);
    told.push(`final after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    results.push(await readResult(api, id));
  }
  console.info(`KILL_SEED=${String(seed)}, ${String(hosts.length)} hosts, killed after ${told.join(', ')}`);
  return results;
}

/** Every message is done with, and none came to the poison queue. */
async function expectQuiet({ connectionString }: Stack): Promise<void> {
  await eventually(async () => (await countMessages(connectionString, 'scan-work')) === 0, 20_000);
  expect(await countMessages(connectionString, 'scan-work-poison')).toBe(0);
}

const cleanly = (sample: readonly string[]): Promise<Result> =>
  withStack({ sample, timeDivisor }, (_stack, api) => scanOnce(api, bound));

describe.concurrent('hosts that are killed', () => {
  const sample = accountsIn(4, 200, 8);
  let clean: Result;
  beforeAll(async () => {
    clean = await cleanly(sample);
  }, patience);

  test('none, and everything is seen', () => {
    const progress = { resourcesJudged: 205, resourcesListed: 205, parts: 5, partsDone: 5 };
    expect(clean.scan).toMatchObject({ status: 'completed', coverage: { percent: 100 }, progress });
    expect(clean.errors).toEqual([]);
    expect(findTwice(clean)).toEqual([]);
  });

  test('one, at ten random moments: the result is that of the clean run', { timeout: patience }, () =>
    withStack({ sample, timeDivisor }, async (stack) => {
      const results = await scanUnderKills(stack, { kills: 10, longestLife: 3_000, random: openRandom(seed) });
      for (const result of results) expectSame(result, clean);
      await expectQuiet(stack);
    }),
  );

  test('two on one queue, now and then: the result is that of the clean run', { timeout: patience }, () =>
    withStack({ sample, timeDivisor, hosts: 2, lanes: 2 }, async (stack) => {
      const results = await scanUnderKills(stack, { kills: 5, longestLife: 3_000, random: openRandom(seed + 1) });
      for (const result of results) expectSame(result, clean);
      await expectQuiet(stack);
    }),
  );
});
