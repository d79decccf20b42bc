import { define, MalformedError } from '../define.ts';
import { defenderPlans, isOn } from '../defenderPlan.ts';
import { notApplicable, observedText, pass, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { securityAlerts } from './needs.ts';

const severities = ['High', 'Medium', 'Low', 'Informational'];
const open = ['Active', 'InProgress'];
const closed = ['Resolved', 'Dismissed'];

/** A report shows so many alerts of those that are open. */
const longestTrail = 10;

function choice(alert: Row, path: string, known: readonly string[]): string {
  const value = valueAt(alert, path);
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw new MalformedError(`${path} is ${observedText(value)}, which is none of ${known.join(', ')}`);
}

/** https://learn.microsoft.com/rest/api/defenderforcloud/alerts/list */
function isOpenAndHigh(alert: Row): boolean {
  const severity = choice(alert, 'properties.severity', severities);
  return severity === 'High' && open.includes(choice(alert, 'properties.status', [...open, ...closed]));
}

function judgeAlerts(alerts: readonly Row[]): Verdict {
  const found = alerts.filter(isOpenAndHigh);
  const path = 'alerts[].properties.status';
  const observed = `Active or InProgress for ${String(found.length)} alerts of high severity`;
  const expected = 'Resolved or Dismissed for each';
  if (found.length === 0) return pass(path, observed, expected);
  const trail = found.slice(0, longestTrail).map((alert) => String(alert['id']));
  return { verdict: 'fail', because: { path, observed, expected, trail } };
}

export const openAlerts = define({
  id: 'defender-open-alerts',
  title: 'No security alert of high severity is open',
  severity: 'high',
  why: 'Defender for Cloud holds it likely that a resource is compromised.',
  fix: {
    text: 'Investigate each alert, remove its cause, then set it to resolved, or to dismissed where it was a false one.',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/alerts-overview',
  absent:
    'Unknown: every alert has a severity and a status. Not applicable where no plan is on, which alone raises alerts.',
  on: subscriptionType,
  needs: { plans: defenderPlans, alerts: securityAlerts },
  evaluate(_subscription, { plans, alerts }) {
    if (!plans.some(isOn)) return notApplicable('no plan of Defender for Cloud is on, so nothing raises alerts');
    return judgeAlerts(alerts);
  },
});
