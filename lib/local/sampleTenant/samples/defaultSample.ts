import { isRow, type Row } from '../../../model/row.ts';
import { isAnswer } from '../answerChild.ts';
import type { Estate } from '../estate.ts';
import { listResources, vaultsOf } from '../resourceList.ts';
import type { SampleResource } from '../resourceList.ts';
import {
  developmentSubscription,
  managementGroupId,
  productionSubscription,
  sandboxSubscription,
} from '../subscriptionIds.ts';
import { aksSample } from './aksSample.ts';
import { appServiceSample } from './appServiceSample.ts';
import { assessmentSample } from './assessmentSample.ts';
import { authorizationSample } from './authorizationSample.ts';
import { computeSample } from './computeSample.ts';
import { containerRegistrySample } from './containerRegistrySample.ts';
import { defaultStorage } from './defaultStorage.ts';
import { defenderSample, developmentSecurity, productionSecurity, sandboxSecurity } from './defenderSample.ts';
import type { SampleSecurity } from './defenderSample.ts';
import { keyVaultSample } from './keyVaultSample.ts';
import { activityLogChildren, monitorSample } from './monitorSample.ts';
import { networkSample } from './networkSample.ts';
import { otherResources } from './otherResources.ts';
import { postgresqlSample } from './postgresqlSample.ts';
import { reachSample } from './reachSample.ts';
import { sqlSample } from './sqlSample.ts';

/** Types that no check covers. */
function others(): SampleResource[] {
  const production = { subscription: productionSubscription, location: 'westeurope' };
  const development = { subscription: developmentSubscription, location: 'swedencentral' };
  const sandbox = { subscription: sandboxSubscription, location: 'eastus2' };
  return [
    ...otherResources({ ...production, group: 'rg-web' }, { serverFarm: ['plan-web', 5], redis: ['contoso-cache', 4] }),
    ...otherResources(
      { ...production, group: 'rg-payments' },
      { databaseAccount: ['contoso-orders', 5], eventHubNamespace: ['contoso-events', 4] },
    ),
    ...otherResources({ ...production, group: 'rg-operations' }, { workspace: ['contoso-logs', 1] }),
    ...otherResources(
      { ...development, group: 'rg-dev' },
      { serverFarm: ['plan-dev', 2], workspace: ['fabrikam-logs', 1], redis: ['fabrikam-cache', 1] },
    ),
    ...otherResources(
      { ...sandbox, group: 'rg-sandbox' },
      { databaseAccount: ['tailspin-try', 1], eventHubNamespace: ['tailspin-events', 1] },
    ),
  ];
}

/** Points of the secure score. */
const scores = { [productionSubscription]: 27.5, [developmentSubscription]: 14.2, [sandboxSubscription]: 31 };

/** Who answers for what is in a resource group; for the others nobody is named. */
const owners: ReadonlyMap<string, string> = new Map([
  ['rg-web', 'web shop'],
  ['rg-payments', 'payments'],
  ['rg-dev', 'platform'],
]);

function withOwner(row: Row, owner: string): Row {
  const { tags } = row;
  return isRow(tags) ? { ...row, tags: { ...tags, owner } } : row;
}

function owned(resource: SampleResource): SampleResource {
  const { row, body } = resource;
  const owner = owners.get(String(row['resourceGroup']).toLowerCase());
  if (owner === undefined || isAnswer(body)) return resource;
  return { ...resource, row: withOwner(row, owner), body: withOwner(body, owner) };
}

/** The resources of the sample tenant, in no order. */
export function everyResource(): SampleResource[] {
  const resources = [
    ...defaultStorage(),
    ...aksSample(),
    ...appServiceSample(),
    ...authorizationSample(),
    ...computeSample(),
    ...containerRegistrySample(),
    ...defenderSample(),
    ...keyVaultSample(),
    ...monitorSample(),
    ...networkSample(),
    ...postgresqlSample(),
    ...reachSample(),
    ...sqlSample(),
    ...others(),
  ].map(owned);
  return [...resources, ...assessmentSample(resources, scores)];
}

function withActivityLog(id: string, { plans, children }: SampleSecurity): SampleSecurity {
  return { plans, children: { ...children, ...activityLogChildren(id) } };
}

/** Three subscriptions of a company that is neither careless nor perfect. */
export function defaultSample(): Estate {
  const resources = everyResource();
  return {
    subscriptions: [
      {
        id: productionSubscription,
        displayName: 'Contoso Production',
        managementGroup: managementGroupId,
        throttlesOneIn: 120,
        ...withActivityLog(productionSubscription, productionSecurity(resources)),
      },
      {
        id: developmentSubscription,
        displayName: 'Fabrikam Development',
        managementGroup: managementGroupId,
        refused: ['microsoft.storage/storageaccounts/managementpolicies/read'],
        ...withActivityLog(developmentSubscription, developmentSecurity()),
      },
      {
        id: sandboxSubscription,
        displayName: 'Tailspin Sandbox',
        unplaced: true,
        unregistered: ['microsoft.storage'],
        ...withActivityLog(sandboxSubscription, sandboxSecurity()),
      },
    ],
    resources: listResources(resources),
    vaults: vaultsOf(resources),
    listPage: 10,
    subscriptionPolicy: { blockSubscriptionsIntoTenant: true },
  };
}
