import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, type Given } from '../given.ts';

export const subscriptionId = '/subscriptions/187f412d-1758-44d9-b052-169e2564721d';

export const subscription: Row = {
  id: subscriptionId,
  type: 'microsoft.resources/subscriptions',
  name: 'Example',
  properties: { state: 'Enabled' },
};

// Of Microsoft's example, with a condition that is filled in:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/monitor/resource-manager/Microsoft.Insights/stable/2020-10-01/examples/ActivityLogAlertRule_ListBySubscriptionId.json
const group = `${subscriptionId}/resourceGroups/MyResourceGroup1/providers/microsoft.insights`;
const exampleProperties: Row = {
  scopes: ['subscriptions/187f412d-1758-44d9-b052-169e2564721d'],
  condition: { allOf: [] },
  actions: {
    actionGroups: [
      {
        actionGroupId: `${group}/actionGroups/SampleActionGroup`,
        webhookProperties: { sampleWebhookProperty: 'SamplePropertyValue' },
      },
    ],
  },
  enabled: true,
  description: 'Description of sample Activity Log Alert rule.',
};

export const leaf = (field: unknown, equals: unknown): Row => ({ field, equals });

/** An alert rule with this condition, and with the other properties as given. */
export function alert(name: string, allOf: unknown, properties: Row = {}): Row {
  return {
    id: `${group}/activityLogAlerts/${name}`,
    type: 'microsoft.insights/activitylogalerts',
    name,
    location: 'global',
    tags: {},
    properties: changed({ ...exampleProperties, condition: { allOf } }, properties),
  };
}

export const answered = (name: string, read: Read<readonly Row[]>): Given => ({
  subject: subscription,
  reads: { [name]: read },
});

export const alerts = (...rows: readonly Row[]): Given =>
  answered('microsoft.insights/activitylogalerts in the subscription', found(...rows));
