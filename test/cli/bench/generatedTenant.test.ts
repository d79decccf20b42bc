import { expect, it } from 'vitest';
import {
  accountsBySubscription,
  accountsOf,
  flagsOf,
  listedOf,
  nameOf,
} from '../../../lib/cli/bench/generatedTenant.ts';
import { generateEstate } from '../../../lib/local/sampleTenant/generateEstate.ts';

const tenant = { resources: 413, subscriptions: 5, regions: 3 };

it('counts the accounts that the sample tenant generates', () => {
  const { subscriptions, resources } = generateEstate(tenant);
  const accounts = [...resources.keys.keys()].filter(
    (row) => resources.cell(row, 'type') === 'microsoft.storage/storageaccounts',
  );
  const of = (id: string) => accounts.filter((row) => resources.subscription(row) === id).length;
  expect(accountsOf(tenant)).toBe(accounts.length);
  expect(accountsBySubscription(tenant)).toEqual(subscriptions.map(({ id }) => of(id)));
  const assignments = [...resources.keys].filter((key) => key.includes('/roleassignments/'));
  expect(listedOf(tenant)).toBe(resources.keys.length - assignments.length + subscriptions.length + 1);
});

it('is named by what tells it from others', () => {
  expect(nameOf(tenant)).toBe('413 resources, 5 subscriptions, 3 regions');
  expect(
    nameOf({ resources: 100_000, subscriptions: 1, regions: 1, latency: 0, quotas: true, refuseStrcmp: true }),
  ).toBe('100,000 resources, 1 subscription, 1 region, 0 ms, quotas on, no strcmp');
});

it('answers after 20 ms and enforces no quotas unless it is told to', () => {
  expect(flagsOf(tenant).slice(-3)).toEqual(['--latency', '20', '--no-quotas']);
});
