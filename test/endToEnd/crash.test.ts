import { catalogue } from '../../lib/checks/index.ts';
import { expect, test } from 'vitest';
import { generatedSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { expectSameFindings } from './support/expectSame.ts';
import { findTwice, type Result } from './support/readResult.ts';
import { accountsIn, scanOnce, withStack } from './support/withStack.ts';

/** A lease of five seconds, a recovery each half second. */
const timeDivisor = 120;
const bound = 120_000;
/** Each part is one subscription of twelve accounts. */
const tenant = accountsIn(4, 48, 2);
const killer = 21;
const killerName = `generated${String(killer).padStart(7, '0')}`;
const itsSubscription = generatedSubscription(killer % 4);

const killOnSight = new URL('support/killOnSight.ts', import.meta.url).href;
const deadly = {
  sample: [...tenant, '--marker-on', String(killer)],
  timeDivisor,
  environment: { NODE_OPTIONS: `--import=${killOnSight}` },
};

/** A scan of the tenant with the killer in it, and how often the host died of it. */
const scanDeadly = () =>
  withStack(deadly, async ({ hosts: [host] }, api) => {
    const pids = new Set<number>();
    const watch = setInterval(() => pids.add(host?.pid ?? 0), 20);
    const began = performance.now();
    const result = await scanOnce(api, bound).finally(() => {
      clearInterval(watch);
    });
    return { result, deaths: pids.size - 1, seconds: (performance.now() - began) / 1000 };
  });

test(
  'a resource that kills the process ends as unknown, and nothing else suffers',
  { timeout: 2 * bound },
  async () => {
    const clean = await withStack({ sample: tenant, timeDivisor }, (_stack, api) => scanOnce(api));
    const { result, deaths, seconds } = await scanDeadly();
    const minutes = Math.round((seconds * timeDivisor) / 60);
    console.info(
      `${String(deaths)} deaths in ${seconds.toFixed(1)} s, which are ${String(minutes)} minutes in earnest`,
    );
    expect(deaths).toBeGreaterThan(2);
    expect(result.scan).toMatchObject({ status: 'completedWithErrors', progress: clean.scan['progress'], error: null });

    const isKillers = ({ resourceName }: Readonly<Record<string, unknown>>): boolean => resourceName === killerName;
    const ofOthers = ({ findings }: Result) => findings.filter((finding) => !isKillers(finding));
    expectSameFindings(ofOthers(result), ofOthers(clean));
    expect(findTwice(result)).toEqual([]);

    const judging = catalogue.filter(({ on }) => on === 'microsoft.storage/storageaccounts');
    const verdicts = result.findings.filter(isKillers);
    expect(verdicts.map(({ checkId }) => checkId).toSorted()).toEqual(judging.map(({ id }) => id).toSorted());
    for (const verdict of verdicts) {
      expect(verdict).toMatchObject({
        status: 'unknown',
        reason: 'threw',
        subKey: '',
        subscriptionId: itsSubscription,
      });
    }
    expect(result.errors).toEqual([expect.objectContaining({ count: 1, resourceId: verdicts[0]?.['resourceId'] })]);
  },
);
