import pricings from './examples/pricings.json' with { type: 'json' };
import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SampleSubscription } from './estate.ts';
import type { Row } from '../../model/row.ts';

const type = 'Microsoft.Security/pricings';

const free: Row = { pricingTier: 'Free', freeTrialRemainingTime: 'P30D', resourcesCoverageStatus: 'NotCovered' };

/** Plans that came after Microsoft's example. */
const later = ['CosmosDbs', 'Api', 'AI'].map((name) => ({ name, properties: free }));

function planBody(subscription: SampleSubscription, name: string, example: Row): Row {
  const id = `/subscriptions/${subscription.id}/providers/${type}/${name}`;
  return { id, name, type, properties: { ...example, ...subscription.plans?.[name] } };
}

/** Defender for Cloud's plans: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get */
export function answerPricing(subscription: SampleSubscription, plan: string | undefined): Answer {
  if (subscription.unregistered?.includes('microsoft.security') === true) {
    const message = 'Please register to Microsoft.Security in order to view your security status';
    return armError(404, 'Subscription Not Registered', message);
  }
  const listed: readonly { readonly name: string; readonly properties: Row }[] = [...pricings.value, ...later];
  const plans = listed.map(({ name, properties }) => planBody(subscription, name, properties));
  if (plan === undefined) return jsonAnswer(200, { value: plans });
  const found = plans.find(({ name }) => String(name).toLowerCase() === plan.toLowerCase());
  return found ? jsonAnswer(200, found) : armError(404, 'NotFound', `There is no plan '${plan}'.`);
}
