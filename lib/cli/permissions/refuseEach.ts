import type { OptionalSources } from '../../checks/configure.ts';
import { catalogue } from '../../checks/index.ts';
import { actionsUsed, dataActionsUsed } from './actionsUsed.ts';
import { compareRefusal, type Refused } from './compareRefusal.ts';
import { dryScan } from './dryScan.ts';
import { dryScore, scoreFaults } from './dryScore.ts';

/** Refuses each action that a scan uses, one at a time, on the sample tenant, and says what that did. By default no optional source is read. */
export async function* refuseEach(optional: OptionalSources = { keyVaultData: false }): AsyncGenerator<Refused> {
  const full = await dryScan([], optional);
  const score = dryScore(full.tallies);
  const dataActions = optional.keyVaultData ? dataActionsUsed(catalogue) : [];
  for (const action of [...actionsUsed(catalogue), ...dataActions]) {
    const { checks, tallies } = await dryScan([action], optional);
    const compared = compareRefusal(action, full.checks, checks);
    yield { ...compared, faults: [...compared.faults, ...scoreFaults(score, dryScore(tallies))] };
  }
}
