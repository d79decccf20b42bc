import { define } from '../define.ts';
import { defenderPlan, isOn } from '../defenderPlan.ts';
import { notApplicable, pass, rowsAt, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { jitPolicies, virtualMachines } from './needs.ts';

export const servers = defenderPlan('VirtualMachines');

/** A report shows so many machines of those that fail. */
const longestTrail = 10;

const lower = (id: string | undefined): string => id?.toLowerCase() ?? '';

function judgeCover(machines: readonly Row[], policies: readonly Row[]): Verdict {
  const covered = new Set(
    policies
      .flatMap((policy) => rowsAt(policy, 'properties.virtualMachines') ?? [])
      .map((one) => lower(textAt(one, 'id'))),
  );
  const open = machines.map((machine) => textAt(machine, 'id')).filter((id) => !covered.has(lower(id)));
  const path = 'jitNetworkAccessPolicies[].properties.virtualMachines[].id';
  const observed = `set for ${String(machines.length - open.length)} of ${String(machines.length)} virtual machines`;
  const expected = 'each virtual machine in a policy';
  if (open.length === 0) return pass(path, observed, expected);
  const trail = open.slice(0, longestTrail).map((id) => id ?? '');
  return { verdict: 'fail', because: { path, observed, expected, trail } };
}

export const justInTimeAccess = define({
  id: 'defender-just-in-time-access',
  title: 'Management ports of virtual machines open on request only',
  severity: 'low',
  why: 'A port that is open for an hour to one address, on request and on record, is no target for those who scan and guess passwords.',
  fix: {
    text: 'Enable just-in-time access for the virtual machines under Workload protections of Defender for Cloud.',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/just-in-time-access-overview',
  absent: 'Fails: a virtual machine that no policy names has none. Not applicable without Defender for Servers Plan 2.',
  policies: ['b0f33259-77d7-4c9e-aac6-3aabcfae693c'],
  on: subscriptionType,
  needs: { plan: servers, policies: jitPolicies, machines: virtualMachines },
  evaluate(_subscription, { plan, policies, machines }) {
    if (!isOn(plan) || valueAt(plan, 'properties.subPlan') === 'P1') {
      return notApplicable('it comes with Defender for Servers Plan 2, which is off');
    }
    if (machines.length === 0) return notApplicable('the subscription holds no virtual machine');
    return judgeCover(machines, policies);
  },
});
