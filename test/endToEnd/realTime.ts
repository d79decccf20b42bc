import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Stack } from '../../lib/local/stack.ts';
import type { Api, Scan } from './support/callApi.ts';
import { readResult, type Result } from './support/readResult.ts';
import { accountsIn, scanOnce, withStack } from './support/withStack.ts';

/**
 * One kill at the real timings: a host dies in the middle of a scan, its messages stay leased for ten minutes, and
 * recovery brings the scan back after two minutes of silence. Takes about four minutes.
 */
const tenant = accountsIn(4, 800, 50);
const patience = 5 * 60_000;

const began = performance.now();
const say = (line: string): void => {
  process.stdout.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);
};

/** A quarter of what is listed is judged and committed. */
async function inTheMiddle(api: Api, id: string): Promise<Scan> {
  for (;;) {
    const scan = await api.scan(id);
    const { resourcesJudged, resourcesListed } = scan.progress;
    if (resourcesListed > 0 && resourcesJudged * 4 > resourcesListed) return scan;
    await sleep(50);
  }
}

async function killInTheMiddle({ hosts: [host] }: Stack, api: Api): Promise<Result> {
  const { id } = await api.start();
  const { progress } = await inTheMiddle(api, id);
  host?.kill('SIGKILL');
  say(`killed the host when ${String(progress.resourcesJudged)} resources were judged`);
  const { status } = await api.finished(id, patience);
  say(`the scan ended by itself: ${status}`);
  return readResult(api, id);
}

const exitCode = await withStack({ sample: tenant }, async (stack, api) => {
  const clean = await scanOnce(api, patience);
  say(`a clean run: ${String(clean.scan['status'])}, ${String(clean.findings.length)} findings`);
  const result = await killInTheMiddle(stack, api);
  const wrong = Object.entries(result).filter(
    ([name, section]) => !isDeepStrictEqual(section, Reflect.get(clean, name)),
  );
  if (wrong.length > 0) say(`DIFFERENT from the clean run: ${wrong.map(([name]) => name).join(', ')}`);
  else say('one kill at the real timings: equal to the clean run, 0 differences');
  return wrong.length > 0 ? 1 : 0;
});
process.exit(exitCode);
