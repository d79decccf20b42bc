import { resourceTypes } from '../model/resourceTypes.ts';
import { sourceName, type CatalogueCheck, type CheckFacts, type Source } from '../model/check.ts';

/** How a need is read. */
export interface NeedExplained {
  /** `child`: a call for each subject. `defender`: a call for each subscription. `vault`: calls of each vault itself. The others are joins, read in bulk. */
  readonly from: Source['from'];
  readonly name: string;
  /** What is read, as ARM spells it; `''` for a child, which its name tells. */
  readonly type: string;
  readonly apiVersion: string;
  readonly permission: string;
}

/** A check as the API and `--explain` show it. */
export interface CheckExplained extends CheckFacts {
  readonly service: string;
  /** The subject: its type as ARM spells it, and the api-version that confirms what Resource Graph leaves out. */
  readonly subject: {
    readonly type: string;
    readonly apiVersion: string;
    /** The Resource Graph table that lists it; `''` for what only Azure Resource Manager lists. */
    readonly table: string;
  };
  readonly needs: readonly NeedExplained[];
  /** Every Azure action that it reads with. */
  readonly permissions: readonly string[];
}

function explainNeed(source: Source): NeedExplained {
  const { from } = source;
  const name = sourceName(source);
  if ('permission' in source) {
    return { from, name, type: '', apiVersion: source.apiVersion, permission: source.permission };
  }
  const { name: type = source.type, apiVersion = '', permission = '' } = resourceTypes[source.type] ?? {};
  return { from, name, type, apiVersion, permission };
}

/** The joins that a join starts from are read as well. */
function withSteps(source: Source): readonly Source[] {
  return source.from === 'references' && source.of !== undefined ? [...withSteps(source.of), source] : [source];
}

/** Subject, needs, permissions and what absent means, in one object. */
export function explainCheck(check: CatalogueCheck): CheckExplained {
  const { id, title, severity, service, why, fix, reference, absent, on, policies = [] } = check;
  const { name = on, apiVersion = '', table = 'resources', permission = '' } = resourceTypes[on] ?? {};
  const needs = new Map(check.sources.flatMap(withSteps).map((source) => [sourceName(source), explainNeed(source)]));
  const permissions = [permission, ...[...needs.values()].map((need) => need.permission)];
  return {
    ...{ id, title, severity, service, why, fix, reference, absent, on, policies },
    subject: { type: name, apiVersion, table: table ?? '' },
    needs: [...needs.values()],
    permissions: [...new Set(permissions)].filter((one) => one !== ''),
  };
}
