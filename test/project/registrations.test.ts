import { resolve } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { listRegistrations, measureLoading } from '../../lib/local/host/registrations.ts';

const project = resolve(import.meta.dirname, '../..');
const listing = resolve(import.meta.dirname, 'registrations.json');

/** CPU of a cold start that the app may cost, in milliseconds. */
const mostCpu = 400;

// After a wanted change: npx vitest run test/project --update
test('the built files register what registrations.json lists', async () => {
  const registered = JSON.stringify(await listRegistrations(project));
  const options = await resolveConfig(listing);
  await expect(await format(registered, { ...options, parser: 'json' })).toMatchFileSnapshot(listing);
});

test(`loading all functions takes at most ${String(mostCpu)} ms of CPU`, async () => {
  const tries: number[] = [];
  // The best of some tries: what else the machine does only ever adds.
  while (tries.length < 3 || (tries.length < 6 && Math.min(...tries) > mostCpu)) {
    tries.push((await measureLoading(project)).cpu);
  }
  expect(Math.min(...tries)).toBeLessThanOrEqual(mostCpu);
});
