import { MalformedError } from '../define.ts';
import { observedText, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

const bare = (id: string): string => id.toLowerCase().replace(/\/+$/, '');

/** Whether a scope is the subscription or lies above it: the root or a management group, of which only those above are read. */
export function isBroad(scope: string, subscription: string): boolean {
  const id = bare(scope);
  if (id === bare(subscription) || (id === '' && scope === '/')) return true;
  if (/^\/providers\/microsoft\.management\/managementgroups\/[^/]+$/.test(id)) return true;
  if (/^\/(subscriptions|providers)\/[^/]+/.test(id)) return false;
  throw new MalformedError(`a scope is ${observedText(scope)}, which is none that is known`);
}

/** The id of a subject that is a subscription. */
export function subscriptionIdOf(subscription: Row): string {
  const id = textAt(subscription, 'id');
  if (id !== undefined && /^\/subscriptions\/[^/]+$/i.test(id)) return id;
  throw new MalformedError(`id is ${observedText(id)}, not a subscription`);
}
