import { explainCheck } from '../../checks/explain.ts';
import { isVaultData, type CatalogueCheck } from '../../model/check.ts';
import { resourceTypes, subscriptionType, tenantType } from '../../model/resourceTypes.ts';
import { defenderTypes } from '../../scan/assessmentItem.ts';

/** Without it a subscription is not visible at all, so that refusing it refuses the whole scan. */
export const seeingAction = resourceTypes[subscriptionType]?.permission ?? '';

/** What a type is probed by, where that is a list below another type. */
function probing(type: string): readonly string[] {
  const { probe } = resourceTypes[type] ?? {};
  return probe === undefined ? [] : [resourceTypes[probe.parent]?.permission ?? ''];
}

/** Every data action that a scan uses where the operator switched on the sources that need one. */
export function dataActionsUsed(catalogue: readonly CatalogueCheck[]): readonly string[] {
  const sources = catalogue.flatMap((check) => check.sources.filter(isVaultData));
  return [...new Set(sources.map(({ permission }) => permission))].sort();
}

/** Every action on Azure Resource Manager that a scan uses, but the one to see subscriptions. */
export function actionsUsed(catalogue: readonly CatalogueCheck[]): readonly string[] {
  const explained = catalogue.map(explainCheck);
  const joined = catalogue.flatMap(({ on, sources }) => [
    on,
    ...sources.flatMap((source) => ('type' in source ? [source.type] : [])),
  ]);
  const held = defenderTypes.map((type) => resourceTypes[type]?.permission ?? '');
  const all = [...explained.flatMap(({ permissions }) => permissions), ...joined.flatMap(probing), ...held];
  const data = dataActionsUsed(catalogue);
  return [...new Set(all)].filter((one) => one !== seeingAction && one !== '' && !data.includes(one)).sort();
}

/** Those that a role on a subscription can grant: what only the root of the tenant has is left out. */
export function subscriptionActions(catalogue: readonly CatalogueCheck[]): readonly string[] {
  return actionsUsed(catalogue.filter(({ on }) => on !== tenantType));
}
