import { define } from '../define.ts';
import { fail, pass, rowsAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { loadBalancer } from './needs.ts';
import { dependOnAbsence, has, namedId, propertiesOf } from './reach/rows.ts';

// Interfaces, and addresses or the frontends of other load balancers:
// https://learn.microsoft.com/azure/load-balancer/backend-pool-management
const members = ['backendIPConfigurations', 'loadBalancerBackendAddresses'] as const;
const pools = 'properties.backendAddressPools';
const rules = 'properties.inboundNatRules';

function membersOf(pool: Row): number {
  const properties = propertiesOf(pool);
  return members.reduce(
    (sum, name) => sum + (has(properties, name) ? (rowsAt(pool, `properties.${name}`) ?? []).length : 0),
    0,
  );
}

/** Asks for what makes the load balancer idle by not being there. */
function dependOnNothingBehind(balancer: Row): void {
  for (const pool of rowsAt(balancer, pools) ?? []) {
    for (const name of members) dependOnAbsence(pool, `properties.${name}`);
  }
  for (const rule of rowsAt(balancer, rules) ?? []) dependOnAbsence(rule, 'properties.backendIPConfiguration');
}

export const loadBalancerBackend = define({
  id: 'network-load-balancer-backend',
  title: 'Something stands behind the load balancer',
  severity: 'low',
  why: 'A load balancer with nothing behind it is forgotten: it costs money, holds its public address, and takes over whatever joins its pool.',
  fix: { text: 'Delete the load balancer, or add what it is to serve to its backend pool.' },
  reference: 'https://learn.microsoft.com/azure/load-balancer/backend-pool-management',
  absent: 'Fails: it has neither a backend pool with a member nor an inbound NAT rule with a target.',
  on: loadBalancer,
  needs: {},
  evaluate(balancer) {
    const expected = 'a backend pool with a member, or an inbound NAT rule with a target';
    const found = rowsAt(balancer, pools) ?? [];
    const count = found.reduce((sum, pool) => sum + membersOf(pool), 0);
    if (count > 0) return pass(pools, `${String(found.length)} with ${String(count)} members`, expected);
    const targets = (rowsAt(balancer, rules) ?? []).filter(
      (rule) => namedId(propertiesOf(rule), 'backendIPConfiguration') !== undefined,
    );
    if (targets.length > 0) return pass(rules, `${String(targets.length)} with a target`, expected);
    dependOnNothingBehind(balancer);
    return fail(pools, found.length === 0 ? 'none' : `${String(found.length)} without a member`, expected);
  },
});
