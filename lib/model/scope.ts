import type { Reason } from './verdict.ts';

/** A permission that is missing on a subscription or the tenant, and what it costs. */
export interface ScopeMissing {
  /** The Azure action; `''` where no permission would help. */
  readonly permission: string;
  readonly reason: Reason;
  readonly detail: string;
  /** Ids of the checks that cannot be told without it. */
  readonly checks: readonly string[];
}

/** What a scan of a subscription would see, or of everything visible of the tenant. */
export interface ScopeView {
  /** Of a subscription; `/tenants/{id}` is the tenant. */
  readonly id: string;
  readonly name: string;
  readonly readable: 'whole' | 'partly' | 'none';
  readonly missing: readonly ScopeMissing[];
}
