import { authorizationTypes } from './resourceTypes/authorization.ts';
import { computeTypes } from './resourceTypes/compute.ts';
import { containerTypes } from './resourceTypes/containers.ts';
import { databaseTypes } from './resourceTypes/databases.ts';
import { keyVaultTypes } from './resourceTypes/keyVault.ts';
import { monitorTypes } from './resourceTypes/monitor.ts';
import { networkTypes } from './resourceTypes/network.ts';
import { securityTypes } from './resourceTypes/security.ts';
import { storageTypes } from './resourceTypes/storage.ts';
import { subscriptionType, subscriptionTypes } from './resourceTypes/subscription.ts';
import { tenantType, tenantTypes } from './resourceTypes/tenant.ts';
import { webTypes } from './resourceTypes/web.ts';
import type { ResourceTypes } from './resourceTypes/resourceType.ts';

export { subscriptionType, tenantType };
export type { GraphTable, ResourceType } from './resourceTypes/resourceType.ts';

/** Every type that Vigil reads, by its name in lower case. */
export const resourceTypes: ResourceTypes = {
  ...tenantTypes,
  ...subscriptionTypes,
  ...authorizationTypes,
  ...computeTypes,
  ...containerTypes,
  ...databaseTypes,
  ...keyVaultTypes,
  ...monitorTypes,
  ...networkTypes,
  ...securityTypes,
  ...storageTypes,
  ...webTypes,
};
