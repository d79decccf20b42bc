import { define, MalformedError } from '../define.ts';
import { observedText, rowsAt, textAt, valueAt } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { CatalogueCheck, CheckFacts } from '../../model/check.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { caughtBy, requiredTexts, type Events } from './alertCondition.ts';
import { activityLogAlerts } from './needs.ts';

/** One alert rule as an answer to "does somebody learn of these events?". `other` rules are about something else. */
type Judgement =
  | { readonly state: 'counts' | 'other' }
  | { readonly state: 'lacks'; readonly what: string }
  | { readonly state: 'unclear'; readonly what: string };

const bare = (id: string): string => id.toLowerCase().replace(/^\/+|\/+$/g, '');

// Scopes are prefixes of ids: https://learn.microsoft.com/rest/api/monitor/activity-log-alerts/create-or-update#request-body
function lackOf(alert: Row, subscription: string): string | undefined {
  // Default true: https://learn.microsoft.com/azure/templates/microsoft.insights/activitylogalerts#alertruleproperties
  const enabled = valueAt(alert, 'properties.enabled') ?? true;
  if (enabled === false) return 'properties.enabled is false';
  if (enabled !== true) throw new MalformedError(`properties.enabled is ${observedText(enabled)}`);
  const scopes = requiredTexts(alert, 'properties.scopes');
  if (!scopes.some((scope) => bare(scope) === bare(subscription)))
    return `properties.scopes is ${observedText(scopes)}`;
  const groups = rowsAt(alert, 'properties.actions.actionGroups') ?? [];
  const reaches = (group: Row) => /\/actiongroups\/[^/]+$/i.test(textAt(group, 'actionGroupId') ?? '');
  return groups.some(reaches) ? undefined : 'properties.actions.actionGroups names no action group';
}

function judgeAlert(alert: Row, subscription: string, events: Events): Judgement {
  const caught = caughtBy(alert, events);
  if (caught.share === 'none') return { state: 'other' };
  try {
    const lack = lackOf(alert, subscription);
    if (caught.share === 'unclear') return lack ? { state: 'other' } : { state: 'unclear', what: caught.detail };
    if (lack) return { state: 'lacks', what: lack };
    return caught.share === 'some' ? { state: 'lacks', what: `limited by ${caught.field}` } : { state: 'counts' };
  } catch (error) {
    if (error instanceof MalformedError) return { state: 'unclear', what: error.message };
    throw error;
  }
}

interface Judged {
  readonly id: string;
  readonly name: string;
  readonly judgement: Judgement;
}

function told({ name, judgement }: Judged): string {
  return 'what' in judgement ? `${name}: ${judgement.what}` : name;
}

function judgeAlerts(subscription: Row, alerts: readonly Row[], events: Events, expected: string): Verdict {
  const scope = textAt(subscription, 'id') ?? '';
  if (bare(scope) === '') throw new MalformedError('id is not set');
  const judged = alerts.map((alert): Judged => {
    const judgement = judgeAlert(alert, scope, events);
    return { id: textAt(alert, 'id') ?? '', name: textAt(alert, 'name') ?? '', judgement };
  });
  const inState = (state: Judgement['state']) => judged.filter(({ judgement }) => judgement.state === state);
  const path = 'activityLogAlerts';
  const [counting] = inState('counts');
  if (counting) {
    return { verdict: 'pass', because: { path, observed: told(counting), expected, trail: [counting.id] } };
  }
  const [unclear] = inState('unclear');
  if (unclear) return { verdict: 'unknown', reason: 'malformed', detail: told(unclear), permission: '' };
  const lacking = inState('lacks');
  const observed = observedText(lacking.map(told));
  return { verdict: 'fail', because: { path, observed, expected, trail: lacking.map(({ id }) => id) } };
}

interface AlertFacts extends Pick<CheckFacts, 'id' | 'title' | 'severity' | 'why' | 'reference' | 'policies'> {
  readonly events: Events;
  /** What the alert is about: an operation, or an event of Service Health. */
  readonly about: string;
  /** The condition as the Azure CLI takes it. */
  readonly condition: string;
}

/** A check that an alert tells somebody of certain events anywhere in the subscription. */
export function alertCheck({ events, about, condition, ...facts }: AlertFacts): CatalogueCheck {
  return define({
    ...facts,
    fix: {
      text: `Create an activity log alert with the whole subscription as its scope, the condition "${condition}" and nothing more, and an action group that reaches somebody.`,
    },
    absent: 'Fails: nobody is told of anything until an alert rule asks for it. A rule without enabled is enabled.',
    on: subscriptionType,
    needs: { alerts: activityLogAlerts },
    evaluate: (subscription, { alerts }) =>
      judgeAlerts(
        subscription,
        alerts,
        events,
        `an enabled alert on the whole subscription, with an action group, for ${about}`,
      ),
  });
}
