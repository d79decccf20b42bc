import pricings from './examples/pricings.json' with { type: 'json' };
import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { SampleSubscription } from './estate.ts';
import type { Row } from '../../model/row.ts';

const type = 'Microsoft.Security/pricings';

function planBody(subscription: SampleSubscription, name: string, example: Row): Row {
  const id = `/subscriptions/${subscription.id}/providers/${type}/${name}`;
  return { id, name, type, properties: { ...example, ...subscription.plans?.[name] } };
}

/** Defender for Cloud's plans: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get */
export function answerPricing(subscription: SampleSubscription, plan: string | undefined): Answer {
  const plans = pricings.value.map(({ name, properties }) => planBody(subscription, name, properties));
  if (plan === undefined) return jsonAnswer(200, { value: plans });
  const found = plans.find(({ name }) => String(name).toLowerCase() === plan.toLowerCase());
  return found ? jsonAnswer(200, found) : armError(404, 'NotFound', `There is no plan '${plan}'.`);
}
