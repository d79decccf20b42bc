import type { Report } from '../report.ts';

/** The name of a subscription by its id; the id itself where the name is not known. */
export function subscriptionNames({ subscriptions }: Pick<Report, 'subscriptions'>): (id: string) => string {
  const names = new Map(subscriptions.filter(({ name }) => name !== '').map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
