import { define, MalformedError } from '../define.ts';
import { fail, isFalse, judgePart, notApplicable, observedText, pass, textAt, valueAt } from '../property.ts';
import { defaultParameters } from '../../model/parameters.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { Row } from '../../model/row.ts';
import { storageAccount } from './needs.ts';

const usualDays = defaultParameters.accountKeyDays;
const dayMilliseconds = 86_400_000;
const keysOff = 'Shared Key authorization is off, so the account keys open nothing';

const refusesKeys = (account: Row): boolean => isFalse(account, 'properties.allowSharedKeyAccess').verdict === 'pass';

export const keyExpirationPolicy = define({
  id: 'storage-key-expiration-policy',
  title: 'Account keys are due for rotation within 90 days',
  severity: 'low',
  why: 'Without a period nobody is reminded, and Azure Policy cannot tell which keys are overdue.',
  fix: {
    text: 'Set a key expiration policy of 90 days or less; keys that were never rotated have to be rotated once before.',
    cli: `az storage account update --ids {id} --key-exp-days ${String(usualDays)}`,
    set: { path: 'properties.keyPolicy.keyExpirationPeriodInDays', value: usualDays },
  },
  reference:
    'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage#create-a-key-expiration-policy',
  absent: 'Fails: there is no policy unless one was set. Not applicable where Shared Key authorization is off.',
  on: storageAccount,
  parameters: ['accountKeyDays'],
  needs: {},
  evaluate(account, _data, _at, { accountKeyDays }) {
    const path = 'properties.keyPolicy.keyExpirationPeriodInDays';
    const days = valueAt(account, path);
    const expected = `1 to ${String(accountKeyDays)}`;
    if (typeof days === 'number' && days >= 1 && days <= accountKeyDays)
      return pass(path, observedText(days), expected);
    return refusesKeys(account) ? notApplicable(keysOff) : fail(path, observedText(days), expected);
  },
});

function judgeKey(account: Row, path: string, at: Date, days: number): Verdict {
  const expected = `a date in the ${String(days)} days before the scan`;
  const created = textAt(account, path);
  if (created === undefined) return fail(path, 'not set', expected);
  const time = Date.parse(created);
  if (Number.isNaN(time)) throw new MalformedError(`${path} is ${observedText(created)}, not a date`);
  const fresh = time >= at.getTime() - days * dayMilliseconds;
  return (fresh ? pass : fail)(path, observedText(created), expected);
}

export const keyAge = define({
  id: 'storage-key-age',
  title: 'Account keys were rotated in the last 90 days',
  severity: 'medium',
  why: 'A key that leaked stays good until it is rotated, however long ago that was and whoever has left since.',
  fix: {
    text: 'Let clients use the other key, regenerate the old one, then do the same with the other. Better, turn Shared Key authorization off.',
    cli: 'az storage account keys renew --subscription {subscription} --resource-group {resourceGroup} --account-name {name} --key primary',
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-account-keys-manage#manually-rotate-access-keys',
  absent: 'Fails: null means that the key was last created before Azure began to keep the time.',
  on: storageAccount,
  parameters: ['accountKeyDays'],
  needs: {},
  evaluate(account, _data, at, { accountKeyDays }) {
    const keys = ['key1', 'key2'].map((key) =>
      judgePart(key, () => judgeKey(account, `properties.keyCreationTime.${key}`, at, accountKeyDays)),
    );
    const passed = keys.every(({ verdict }) => verdict === 'pass');
    return !passed && refusesKeys(account) ? notApplicable(keysOff) : keys;
  },
});
