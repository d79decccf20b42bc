import type { Row } from './row.ts';
import type { Judged, Read, Verdict } from './verdict.ts';

/** Worst first; reports and key ranges follow this order. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** Where a need is read. Plain data: equal sources of several checks are one call. */
export type Source =
  | {
      /** GET {subject id}/{path}, every page. */
      readonly from: 'child';
      readonly path: string;
      readonly apiVersion: string;
      /** A list (`{value, nextLink}`) or one object. */
      readonly many: boolean;
      /** What a 404 means: there is none (knowledge), or it could not be read. */
      readonly ifNotFound: 'none' | 'unread';
      /** The Azure action that the read needs. */
      readonly permission: string;
    }
  | {
      /** Defender for Cloud's plan of that name on the subject, a subscription. */
      readonly from: 'defenderPlan';
      readonly plan: string;
      readonly apiVersion: string;
      readonly permission: string;
    };

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
  /** The subject's resource type in lower case. */
  readonly on: string;
}

/** A check as its author writes it. `evaluate` gets values, never failed reads, but through `partly`. */
export interface Check<N extends Needs> extends CheckFacts {
  /** `true`, or the reason of `notApplicable`. */
  readonly applies?: (subject: Row) => true | string;
  readonly needs: N;
  /** `at` is the scan's createdAt, the only clock. */
  readonly evaluate: (subject: Row, data: Values<N>, at: Date) => Verdict | readonly Judged[];
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
  readonly judge: (subject: Row, read: (source: Source) => Read<readonly Row[]>, at: Date) => Outcome;
}
