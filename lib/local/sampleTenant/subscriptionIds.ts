/** The sample tenant's fixed ids. All are made up. */
export const tenantId = '5a9e0000-7e4a-4000-8000-000000000001';
export const principalId = '5a9e0000-c11e-4000-8000-000000000002';
export const managementGroupId = 'sample-platform';

export const productionSubscription = '5a9e0000-0001-4000-8000-00000000c0a0';
export const developmentSubscription = '5a9e0000-0002-4000-8000-00000000fab0';
export const sandboxSubscription = '5a9e0000-0003-4000-8000-00000000a0d0';

export const malformedSubscription = '5a9e0000-0004-4000-8000-0000000bad00';

export const blindSubscription = '5a9e0000-0005-4000-8000-0000000b11d0';
export const sightedSubscription = '5a9e0000-0006-4000-8000-00000005e3d0';
/** Exists in the sample *blind*, but the caller has no role on it: lists and Resource Graph leave it out. */
export const hiddenSubscription = '5a9e0000-0007-4000-8000-00000000dead';

export const emptySubscription = '5a9e0000-0008-4000-8000-000000000e00';

/** The id of a generated subscription, counted from 0. */
export function generatedSubscription(index: number): string {
  return `5a9e0000-1000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
