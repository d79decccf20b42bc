import { catalogue } from '../../checks/index.ts';
import { actionsUsed } from './actionsUsed.ts';
import { compareRefusal, type Refused } from './compareRefusal.ts';
import { dryScan } from './dryScan.ts';

/** Refuses each action that a scan uses, one at a time, on the sample tenant, and says what that did. */
export async function* refuseEach(): AsyncGenerator<Refused> {
  const { checks: full } = await dryScan([]);
  for (const action of actionsUsed(catalogue)) {
    const { checks } = await dryScan([action]);
    yield compareRefusal(action, full, checks);
  }
}
