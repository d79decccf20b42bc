import type { CheckParameters, ParameterName } from './parameters.ts';
import type { Row } from './row.ts';
import type { Judged, Read, Verdict } from './verdict.ts';

/** Worst first; reports and key ranges follow this order. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** GET {subject id}/{path}, every page; of the tenant GET /{path}. */
export interface ChildSource {
  readonly from: 'child';
  readonly path: string;
  readonly apiVersion: string;
  /** A list (`{value, nextLink}`) or one object. */
  readonly many: boolean;
  /** Each entry of the list by a GET of its own, where the list leaves properties out. */
  readonly inFull?: true;
  /** What a 404 means: there is none (knowledge), or it could not be read. */
  readonly ifNotFound: 'none' | 'unread';
  /** The Azure action that the read needs. */
  readonly permission: string;
}

/** What Defender for Cloud holds of the subject, a subscription. */
export interface DefenderSource {
  readonly from: 'defender';
  readonly list: 'alerts' | 'jitNetworkAccessPolicies' | 'pricings' | 'securityContacts' | 'settings';
  readonly apiVersion: string;
  readonly permission: string;
}

/**
 * What a vault itself lists, at its own address. Each entry as the list gave it stands under `listed`; an enabled one
 * also under `whole`, read by a call of its own, or under `unread` why that could not be. Only where the operator asks for it.
 */
export interface VaultSource {
  readonly from: 'vault';
  readonly list: 'certificates';
  readonly apiVersion: string;
  /** A data action: roles hold it in `dataActions`. */
  readonly permission: string;
}

/**
 * Rows of a type that the subject names (forward join). Each must come back: a reference that cannot be seen is
 * `dangling`, never "no reference". An id of something inside a resource of the type, as a subnet is inside a virtual
 * network, means that resource.
 */
export interface ReferencesSource {
  readonly from: 'references';
  /** Tells it from every other source. */
  readonly name: string;
  /** In lower case, one of `resourceTypes`. */
  readonly type: string;
  /** Where the ids come from as well: the rows of another source. */
  readonly of?: ReferencesSource;
  /** The ids, given the subject and the rows of `of`; those of other types are passed over. */
  readonly ids: (subject: Row, of: readonly Row[]) => readonly string[];
}

/** Rows of a type whose property `key` names the subject (backward join). That there are none counts only in a whole view. */
export interface ReferrersSource {
  readonly from: 'referrers';
  readonly type: string;
  /** A dotted path to an id: `properties.targetResourceId`. */
  readonly key: string;
}

/** Every row of a type in the subject's subscription, of a type that Azure itself limits. Same rule for none; capped. */
export interface WithinSource {
  readonly from: 'within';
  readonly type: string;
}

/** A call of its own for each subject. */
export type CallSource = ChildSource | DefenderSource | VaultSource;

export type JoinSource = ReferencesSource | ReferrersSource | WithinSource;

/** Where a need is read. Equal sources of several checks are one call: each stands once, as a constant. */
export type Source = CallSource | JoinSource;

export function isJoin(source: Source): source is JoinSource {
  return source.from !== 'child' && source.from !== 'defender' && source.from !== 'vault';
}

/** Whether a source is read from the vaults themselves, beyond Azure Resource Manager. */
export function isVaultData(source: Source): source is VaultSource {
  return source.from === 'vault';
}

/** The name of a source for messages, the catalogue and tests: its path, list or join. */
export function sourceName(source: Source): string {
  switch (source.from) {
    case 'child':
      return source.path;
    case 'defender':
      return `Microsoft.Security/${source.list}`;
    case 'vault':
      return `${source.list} in the vault`;
    case 'references':
      return source.name;
    case 'referrers':
      return `${source.type} by ${source.key}`;
    case 'within':
      return `${source.type} in the subscription`;
  }
}

/** What a check reads besides its subject. `take` narrows what was read to what `evaluate` receives. */
export interface Need<V> {
  readonly source: Source;
  readonly take: (read: Read<readonly Row[]>) => Read<V>;
  /** Whether this subject needs it at all; absent means always. What is not needed is not read. */
  readonly when?: (subject: Row) => boolean;
}
export type Needs = Readonly<Record<string, Need<unknown>>>;
export type Values<N extends Needs> = { readonly [K in keyof N]: N[K] extends Need<infer V> ? V : never };

export interface Fix {
  readonly text: string;
  /** One Azure CLI command; `{id}`, `{name}`, `{resourceGroup}` and `{subscription}` are filled in by reports. */
  readonly cli?: string;
  /** Where one property mends it: setting it on a failing subject makes the check pass. */
  readonly set?: { readonly path: string; readonly value: unknown };
}

/** What the catalogue shows of a check. */
export interface CheckFacts {
  /** `{service}-{what}`, kebab case: the first segment is the service. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  readonly fix: Fix;
  /** The Microsoft page that says why. */
  readonly reference: string;
  /** What an absent property means here, from Microsoft's reference. */
  readonly absent: string;
  /** Ids of the built-in Azure Policy definitions that judge the same. */
  readonly policies?: readonly string[];
  /** What of an organisation's own settings it judges by. */
  readonly parameters?: readonly ParameterName[];
  /** The subject's resource type in lower case. */
  readonly on: string;
}

/** A check as its author writes it. `evaluate` gets values, never failed reads, but through `partly`. */
export interface Check<N extends Needs> extends CheckFacts {
  /** `true`, or the reason of `notApplicable`. */
  readonly applies?: (subject: Row) => true | string;
  readonly needs: N;
  /** `at` is the scan's createdAt, the only clock. */
  readonly evaluate: (
    subject: Row,
    data: Values<N>,
    at: Date,
    parameters: CheckParameters,
  ) => Verdict | readonly Judged[];
}

/** What a check came to on one subject; `thrown` is the error behind a verdict of reason `threw`. */
export interface Outcome {
  readonly judged: readonly Judged[];
  readonly thrown?: unknown;
}

/** A check as the catalogue holds it: made by `define`, the only door. */
export interface CatalogueCheck extends CheckFacts {
  readonly service: string;
  readonly sources: readonly Source[];
  readonly applies: (subject: Row) => true | string;
  /** Without parameters: with the defaults. */
  readonly judge: (
    subject: Row,
    read: (source: Source) => Read<readonly Row[]>,
    at: Date,
    parameters?: CheckParameters,
  ) => Outcome;
}
