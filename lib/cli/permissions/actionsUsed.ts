import { explainCheck } from '../../checks/explain.ts';
import type { CatalogueCheck } from '../../model/check.ts';
import { resourceTypes, subscriptionType } from '../../model/resourceTypes.ts';
import { defenderTypes } from '../../scan/assessmentItem.ts';

/** Without it a subscription is not visible at all, so that refusing it refuses the whole scan. */
export const seeingAction = resourceTypes[subscriptionType]?.permission ?? '';

/** What a type is probed by, where that is a list below another type. */
function probing(type: string): readonly string[] {
  const { probe } = resourceTypes[type] ?? {};
  return probe === undefined ? [] : [resourceTypes[probe.parent]?.permission ?? ''];
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
  return [...new Set(all)].filter((action) => action !== seeingAction && action !== '').sort();
}
