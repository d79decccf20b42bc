import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  blindSubscription,
  hiddenSubscription,
  sightedSubscription,
} from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { expectSame } from './support/expectSame.ts';
import { findTwice, type Result } from './support/readResult.ts';
import { scanOnce, withStack } from './support/withStack.ts';

const patience = 120_000;

const scanSample = (flags: readonly string[], body: unknown = {}): Promise<Result> =>
  withStack({ sample: flags }, (_stack, api) => scanOnce(api, patience, body));

const fileOf = (name: string): URL => new URL(`../golden/${name}.json`, import.meta.url);

/** One line for each item of a list, so that a difference shows as the lines that changed. */
function writeLines(result: Result): string {
  const sections = Object.entries(result).map(([name, section]: [string, unknown]) => {
    const text = Array.isArray(section)
      ? `[${section.map((item) => `\n${JSON.stringify(item)}`).join(',')}\n]`
      : JSON.stringify(section, null, 1);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${sections.join(',\n')}\n}\n`;
}

async function expectGolden(name: string, result: Result): Promise<void> {
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(fileOf(name), writeLines(result));
  expect(result).toEqual(JSON.parse(await readFile(fileOf(name), 'utf8')));
  expect(findTwice(result)).toEqual([]);
}

// Each scan waits for throttles more than it works: they run beside each other.
describe.concurrent('a scan comes to the golden result', () => {
  test('of the sample default, also where Resource Graph refuses strcmp', { timeout: patience }, async () => {
    const scans = [
      scanSample(['--sample', 'default']),
      scanSample(['--sample', 'default', '--refuse-strcmp']),
    ] as const;
    const [result, byBuckets] = await Promise.all(scans);
    await expectGolden('default', result);
    expectSame(byBuckets, result);
  });

  test('of the sample broken', { timeout: patience }, async () => {
    await expectGolden('broken', await scanSample(['--sample', 'broken']));
  });

  test('of the sample blind, asked for a subscription that cannot be seen', { timeout: patience }, async () => {
    const subscriptions = [blindSubscription, sightedSubscription, hiddenSubscription];
    await expectGolden('blind', await scanSample(['--sample', 'blind'], { subscriptions }));
  });
});

test(
  'a listing of several pages comes to the same where Resource Graph refuses strcmp',
  { timeout: patience },
  async () => {
    const flags = ['--resources', '2500', '--accounts-only'];
    // Resource Graph alone answers it: no account costs a call of its own.
    const body = { checks: ['storage-secure-transfer'] };
    const [result, byBuckets] = await Promise.all([
      scanSample(flags, body),
      scanSample([...flags, '--refuse-strcmp'], body),
    ]);
    expect(result.scan).toMatchObject({
      status: 'completed',
      progress: { resourcesJudged: 2500, resourcesListed: 2500 },
    });
    expectSame(byBuckets, result);
  },
);
