import type { Report } from '../report/report.ts';
import type { AppAddress, Target } from './command.ts';

/** What an app can scan. */
export type AppTarget = Exclude<Target, { kind: 'inventory' }>;

type Subscriptions = readonly Pick<Report['subscriptions'][number], 'id' | 'name'>[];

function named(subscriptions: Subscriptions): string {
  const shown = subscriptions.slice(0, 5).map(({ id, name }) => (name === id || name === '' ? id : `${name} (${id})`));
  const more = subscriptions.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

const below = (subscriptions: Subscriptions): string => (subscriptions.length === 0 ? '' : `: ${named(subscriptions)}`);

function placeOf(target: Exclude<AppTarget, { kind: 'sample' }>, subscriptions: Subscriptions): string {
  switch (target.kind) {
    case 'appDefault':
      return `where it is set to look${below(subscriptions)}`;
    case 'resources':
      return target.ids.length === 1 ? String(target.ids[0]) : `${String(target.ids.length)} resources`;
    case 'managementGroup':
      return `management group ${target.name}${below(subscriptions)}`;
    case 'subscriptions': {
      const unnamed = target.ids.map((id) => ({ id, name: id }));
      const known = unnamed.map((one) => subscriptions.find(({ id }) => id.toLowerCase() === one.id) ?? one);
      return `${known.length === 1 ? 'subscription' : 'subscriptions'} ${named(known)}`;
    }
  }
}

/** Whose tenant is looked at. The names of subscriptions are known only once they were listed. */
export function sourceOf(target: AppTarget, app: AppAddress | undefined, subscriptions: Subscriptions): string {
  if (target.kind !== 'sample') {
    return `${app === undefined ? 'REAL AZURE' : `APP ${app.url}`}, ${placeOf(target, subscriptions)}.`;
  }
  const { name, resources } = target;
  const size = resources === undefined ? '' : `, ${resources.toLocaleString('en-US')} generated resources`;
  return `SAMPLE TENANT (${name}${size}): nothing here is yours.`;
}
