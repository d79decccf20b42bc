import { fail, pass } from '../../../lib/checks/property.ts';
import type { CatalogueCheck, Severity } from '../../../lib/model/check.ts';
import { endScan } from '../../../lib/scan/finish.ts';
import type { TestStorage } from '../../scan/support/storage.ts';
import { testCheck } from '../../scan/support/testChecks.ts';
import { openWorld, type World } from '../../scan/support/world.ts';
import { finishedScan } from './finishedScan.ts';

type Way = 'pass' | 'fail' | 'throw';

/** A check that says the same of every account. */
export function always(id: string, way: Way, severity: Severity = 'medium'): CatalogueCheck {
  const evaluate = () => {
    if (way === 'throw') throw new Error(`thrown by ${id}`);
    return way === 'fail' ? fail('kind', 'bad', 'good') : pass('kind', 'good', 'good');
  };
  return testCheck({ id, severity, evaluate });
}

const before = [
  always('test-open', 'fail', 'critical'),
  always('test-mended', 'fail', 'low'),
  always('test-worse', 'pass', 'high'),
  always('more-unread', 'fail'),
];
const after = [
  always('test-open', 'fail', 'critical'),
  always('test-mended', 'pass', 'low'),
  always('test-worse', 'fail', 'high'),
  always('more-unread', 'throw'),
  always('more-added', 'fail', 'high'),
];
/** Accounts that stay, and that are deleted between the scans. */
export const kept = 9;
export const deleted = 3;
export const tenant = (resources: number) => ({
  generate: { resources, subscriptions: 3, regions: 1, accountsOnly: true },
});

export interface ComparedScans {
  readonly world: World;
  /** Two scans before and one after what changed; each of the whole tenant. */
  readonly oldest: string;
  readonly older: string;
  readonly newer: string;
  /** Of the same scope, before the newer. */
  readonly cancelled: string;
  /** Of the low severity alone, before the newer. */
  readonly narrowed: string;
  /** Waits for its turn. */
  readonly running: string;
}

/** Some scans of one tenant whose accounts, settings and checks change before the newest. */
export async function compareScans(storage: TestStorage): Promise<ComparedScans> {
  const connection = storage.newAccount();
  const past = await openWorld({ connection, tenant: tenant(kept + deleted), catalogue: before });
  const oldest = await finishedScan(past);
  const older = await finishedScan(past);
  const { id: cancelled } = await past.start();
  await endScan(past.context, cancelled, { status: 'cancelled', error: null });
  const narrowed = await finishedScan(past, { severities: ['low'] });
  const world = await openWorld({ connection, tenant: tenant(kept), catalogue: after });
  const newer = await finishedScan(world);
  const { id: running } = await world.start();
  return { world, oldest, older, newer, cancelled, narrowed, running };
}
