import { define, MalformedError } from '../define.ts';
import { fail, isOneOf, judgePart, notApplicable, observedText, pass, rowsAt, valueAt } from '../property.ts';
import { isRow, type Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { withTrail } from './extension.ts';
import { backupItems, backupPolicies, recoveryVault, virtualMachine } from './needs.ts';
import { isOwn } from './settings.ts';

const statePath = 'properties.protectionState';

// https://learn.microsoft.com/rest/api/backup/protected-items/get#protectionstate; IRPending waits for the first backup.
const states = {
  safe: ['Protected', 'IRPending'],
  unsafe: ['ProtectionError', 'ProtectionStopped', 'ProtectionPaused', 'BackupsSuspended', 'Invalid'],
};

export const backup = define({
  id: 'compute-backup',
  title: 'The machine is backed up',
  severity: 'medium',
  why: 'Ransomware, a mistake or a failed update takes the data for good where there is no copy of it.',
  fix: {
    text: 'Back it up to a Recovery Services vault in its region. A machine that holds nothing worth keeping, or is kept elsewhere, can be accepted.',
  },
  reference: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-v2-backup-recovery',
  absent: 'Fails: no vault of the subscription holds an item for the machine.',
  policies: ['013e242c-8828-4970-87b3-ab247555486d'],
  on: virtualMachine,
  applies: isOwn,
  needs: { items: backupItems },
  evaluate(_machine, { items }) {
    const running = items.find((item) => states.safe.some((safe) => safe === valueAt(item, statePath)));
    const judged = running ?? items[0];
    if (judged !== undefined) return withTrail(isOneOf(judged, statePath, states), [judged]);
    return fail('protectedItems', 'empty', 'an item of a Recovery Services vault');
  },
});

/** Azure's own default policies keep backups for so long. */
const leastDays = 30;

const daysIn: Readonly<Record<string, number>> = { Days: 1, Weeks: 7, Months: 30, Years: 365 };

/** A policy for databases holds one for each kind of backup; full backups are what everything else is restored onto. */
function policyOfBackups(policy: Row): { readonly row: Row; readonly at: string } | undefined {
  if (valueAt(policy, 'properties.backupManagementType') !== 'AzureWorkload') return { row: policy, at: 'properties.' };
  const parts = rowsAt(policy, 'properties.subProtectionPolicy') ?? [];
  const row = parts.find((part) => valueAt(part, 'policyType') === 'Full');
  return row && { row, at: '' };
}

/** Where a policy says how long it keeps backups; weekly ones where there are no daily ones. */
function retentionPath(policy: Row, at: string): string {
  const vaulted = `${at}vaultRetentionPolicy.vaultRetention`;
  const own = `${at}retentionPolicy`;
  const retention = valueAt(policy, own) === undefined && valueAt(policy, vaulted) !== undefined ? vaulted : own;
  if (valueAt(policy, `${retention}.retentionPolicyType`) === 'SimpleRetentionPolicy')
    return `${retention}.retentionDuration`;
  const daily = `${retention}.dailySchedule.retentionDuration`;
  return valueAt(policy, daily) === undefined ? `${retention}.weeklySchedule.retentionDuration` : daily;
}

function judgeRetention(policy: Row, path: string): Verdict {
  const expected = `${String(leastDays)} days or more`;
  const duration = valueAt(policy, path);
  if (duration === undefined) return fail(path, 'not set', expected);
  const { count, durationType } = isRow(duration) ? duration : {};
  const days = typeof durationType === 'string' ? daysIn[durationType] : undefined;
  if (typeof count !== 'number' || days === undefined) {
    throw new MalformedError(`${path} is ${observedText(duration)}, not a duration`);
  }
  const judge = count * days >= leastDays ? pass : fail;
  return judge(path, `${String(count)} ${String(durationType)}`, expected);
}

function judgePolicy(policy: Row): Verdict {
  if (valueAt(policy, 'properties.protectedItemsCount') === 0) return notApplicable('nothing is backed up by it');
  const found = policyOfBackups(policy);
  if (found === undefined) return notApplicable('it makes no full backups');
  return withTrail(judgeRetention(found.row, retentionPath(found.row, found.at)), [policy]);
}

export const backupRetention = define({
  id: 'compute-backup-retention',
  title: 'Backups are kept for 30 days',
  severity: 'medium',
  why: 'Who breaks in often stays unseen for weeks; by then every copy that is younger holds the damage too.',
  fix: {
    text: 'Let the policy keep daily backups (weekly ones where it makes no others) for 30 days or longer; stored copies cost.',
  },
  reference: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-v2-backup-recovery',
  absent: 'Fails: a policy without daily and weekly schedules keeps nothing of either.',
  on: recoveryVault,
  needs: { policies: backupPolicies },
  evaluate: (_vault, { policies }) =>
    policies.map((policy) => judgePart(String(policy['name']), () => judgePolicy(policy))),
});
