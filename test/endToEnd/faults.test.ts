import { beforeAll, describe, expect, test } from 'vitest';
import { expectSame, expectSameFindings } from './support/expectSame.ts';
import type { Result } from './support/readResult.ts';
import { accountsIn, scanOnce, withStack } from './support/withStack.ts';

const patience = 90_000;

const scanTenant = (sample: readonly string[]): Promise<Result> =>
  withStack({ sample, timeDivisor: 60 }, (_stack, api) => scanOnce(api, patience));

describe.concurrent('calls that fail', () => {
  const tenant = accountsIn(4, 32, 2);
  const scanFailing = (status: number, share: number): Promise<Result> => {
    const failing = ['--failing-status', String(status), '--failing-share', String(share), '--failing-seed', '4'];
    return scanTenant([...tenant, ...failing]);
  };
  let clean: Result;
  beforeAll(async () => {
    clean = await scanTenant(tenant);
  }, patience);

  test.each([
    ['throttled', 429, 0.03],
    ['unavailable', 503, 0.15],
  ])('%s for a while: the result is that of the clean run', { timeout: patience }, async (_what, status, share) => {
    expectSame(await scanFailing(status, share), clean);
  });

  test('refused: each costs the verdicts that hang on it, and nothing else', { timeout: patience }, async () => {
    const result = await scanFailing(403, 0.06);
    const pairOf = ({ checkId, resourceId }: Readonly<Record<string, unknown>>) =>
      `${String(checkId)} ${String(resourceId)}`;
    const refused = result.findings.filter(({ status }) => status === 'unknown');
    const pairs = new Set(refused.map(pairOf));
    const elsewhere = ({ findings }: Result) => findings.filter((finding) => !pairs.has(pairOf(finding)));
    expect(pairs.size).toBeGreaterThan(20);
    expectSameFindings(elsewhere(result), elsewhere(clean));
    expect(result.scan).toMatchObject({ status: 'completedWithErrors', progress: clean.scan['progress'] });
    for (const { reason, permission } of refused) {
      expect(['denied', 'partialView']).toContain(reason);
      expect(permission).toMatch(/^Microsoft\.\w+\/.+\/read$/);
    }
  });
});
