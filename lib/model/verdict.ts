/** Why something could not be told. Each is its own row in reports, so that a refused read never looks like a broken one. */
export const reasons = [
  'denied',
  'notFound',
  'throttled',
  'unavailable',
  'malformed',
  'notInExport',
  'partialView',
  'dangling',
  'tooMany',
  'threw',
] as const;
export type Reason = (typeof reasons)[number];

/** A read that brought nothing: what stopped it, in words, and the Azure action that would allow it (`''` where no permission would help). */
export interface Unread {
  readonly state: 'unread';
  readonly reason: Reason;
  readonly detail: string;
  readonly permission: string;
}
export type Read<V> = { readonly state: 'read'; readonly value: V } | Unread;

/** The evidence of a pass or a fail: which property, what it held, what it should hold. Dates, never ages. */
export interface Because {
  readonly path: string;
  readonly observed: string;
  readonly expected: string;
  /** For verdicts that follow several objects: their ids in the order followed. */
  readonly trail?: readonly string[];
}

export type Verdict =
  | { readonly verdict: 'pass' | 'fail'; readonly because: Because }
  | { readonly verdict: 'unknown'; readonly reason: Reason; readonly detail: string; readonly permission: string }
  | { readonly verdict: 'notApplicable'; readonly why: string };

/** A verdict on one part of a subject: a key, a rule, a service. `subKey` is `''` where the check judges the subject as a whole. */
export type Judged = Verdict & { readonly subKey: string };

/** A verdict that can be kept: what is not applicable is counted alone. */
export type Kept = Exclude<Judged, { readonly verdict: 'notApplicable' }>;
