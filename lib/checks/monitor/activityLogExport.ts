import { define, MalformedError } from '../define.ts';
import { fail, observedText, pass, rowsAt, textAt, valueAt } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { activityLogSettings } from './needs.ts';

/** The categories that tell of people, of attacks and of what policies found; the others tell of health and cost. */
const categories = ['Administrative', 'Alert', 'Policy', 'Security'] as const;

/** `allLogs` is the one group of the activity log that Microsoft shows; what another would hold is not known. */
function exportedBy(entry: Row): readonly string[] {
  const category = textAt(entry, 'category')?.toLowerCase();
  if (category !== undefined) return categories.filter((one) => one.toLowerCase() === category);
  return textAt(entry, 'categoryGroup')?.toLowerCase() === 'alllogs' ? categories : [];
}

function isUnclear(entry: Row): boolean {
  return textAt(entry, 'category') === undefined && textAt(entry, 'categoryGroup')?.toLowerCase() !== 'alllogs';
}

function judgeExport(entries: readonly Row[]): Verdict {
  const path = 'diagnosticSettings[].properties.logs';
  const enabled = entries.filter((entry) => valueAt(entry, 'enabled') === true);
  const exported = enabled.flatMap(exportedBy);
  const found = categories.filter((category) => exported.includes(category));
  const complete = found.length === categories.length;
  const unclear = enabled.find(isUnclear);
  if (!complete && unclear) throw new MalformedError(`${path} holds ${observedText(unclear)}, of no known category`);
  const judge = complete ? pass : fail;
  return judge(path, observedText(found), observedText(categories));
}

export const activityLogExport = define({
  id: 'monitor-activity-log-export',
  title: 'The activity log is kept beyond 90 days',
  severity: 'high',
  why: 'Azure deletes the record of who changed what after 90 days, and keeps it where nothing can be searched together with other logs.',
  fix: {
    text: 'Add a diagnostic setting to the subscription that sends Administrative, Alert, Policy and Security to a workspace, a storage account or an event hub.',
  },
  reference: 'https://learn.microsoft.com/azure/azure-monitor/platform/activity-log',
  absent: 'Fails: nothing is exported until a diagnostic setting asks for it.',
  policies: ['2465583e-4e78-4c15-b6be-a36cbc7c8b0f'],
  on: subscriptionType,
  needs: { settings: activityLogSettings },
  // Several settings add up.
  evaluate: (_subscription, { settings }) =>
    judgeExport(settings.flatMap((setting) => rowsAt(setting, 'properties.logs') ?? [])),
});
