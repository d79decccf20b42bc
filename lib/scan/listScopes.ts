import pMap from 'p-map';
import { tenantType } from '../model/resourceTypes.ts';
import type { ScopeView } from '../model/scope.ts';
import type { ScanContext } from './context.ts';
import { preflightSubscription, preflightTenant } from './preflight.ts';
import type { Listed } from './listing.ts';

/** Subscriptions that are looked at side by side. */
const atOnce = 4;

export interface ScopeFilter {
  readonly subscription?: string | undefined;
  readonly top: number;
  readonly after?: string | undefined;
}

/** A subscription that was asked for and that the identity does not see at all. */
function unseen(id: string, checks: readonly string[]): ScopeView {
  const permission = 'Microsoft.Resources/subscriptions/read';
  const detail = 'The subscription is not visible to this identity';
  return { id, name: '', readable: 'none', missing: [{ permission, reason: 'denied', detail, checks }] };
}

/**
 * What a scan would see of the tenant, where nothing narrower is asked for, and of each visible subscription in the order
 * of their ids. Throws `CollectError`.
 */
export async function listScopes(context: ScanContext, filter: ScopeFilter): Promise<Listed<ScopeView>> {
  const { subscription, top, after = '' } = filter;
  const collector = context.openCollector();
  const visible = (await collector.listSubscriptions()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const wanted = visible.filter(({ id }) => (subscription === undefined || id === subscription) && id > after);
  if (subscription !== undefined && after === '' && wanted.length === 0) {
    const checks = context.catalogue.filter(({ on }) => on !== tenantType).map(({ id }) => id);
    return { value: [unseen(subscription, checks)], next: null };
  }
  // Its id sorts before those of subscriptions, so that a page of it alone continues with the first of them.
  const begins = subscription === undefined && after === '' && wanted.length > 0;
  const tenant = begins ? await preflightTenant(collector, context.catalogue) : undefined;
  const some = wanted.slice(0, tenant === undefined ? top : top - 1);
  const look = (one: (typeof some)[number]) => preflightSubscription(collector, context.catalogue, one);
  const looked = await pMap(some, look, { concurrency: atOnce });
  const value = tenant === undefined ? looked : [tenant, ...looked];
  return { value, next: wanted.length > some.length ? (value.at(-1)?.id ?? null) : null };
}
