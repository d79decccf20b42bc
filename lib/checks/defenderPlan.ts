import { defender, MalformedError } from './define.ts';
import { fail, isOneOf, notApplicable, observedText, pass, rowsAt, valueAt } from './property.ts';
import type { Need } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { Verdict } from '../model/verdict.ts';

/** Every plan of Defender for Cloud, also those that are off: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/list */
export const defenderPlans = defender('pricings', '2024-01-01', 'Microsoft.Security/pricings/read');

/** A plan, or `notInUse` where the subscription was never registered for Defender for Cloud and has no list of plans. */
export type Plan = Row | 'notInUse';

/** One plan of Defender for Cloud on the subject, a subscription. */
export function defenderPlan(name: string): Need<Plan> {
  return {
    ...defenderPlans,
    take: (read) => {
      if (read.state === 'unread') return read;
      if (read.value.length === 0) return { state: 'read', value: 'notInUse' };
      const value = read.value.find((plan) => String(plan['name']).toLowerCase() === name.toLowerCase());
      if (value !== undefined) return { state: 'read', value };
      return { state: 'unread', reason: 'notFound', detail: `Azure lists no plan ${name}`, permission: '' };
    },
  };
}

const tierPath = 'properties.pricingTier';

/** Whether a plan is on. Every plan has a tier, so one without says nothing: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get */
export function judgeTier(plan: Plan): Verdict {
  if (plan === 'notInUse') {
    return fail('Microsoft.Security/pricings', 'empty (Defender for Cloud is not in use)', 'a list of plans');
  }
  if (valueAt(plan, tierPath) === undefined) throw new MalformedError(`${tierPath} is not set`);
  return isOneOf(plan, tierPath, { safe: ['Standard'], unsafe: ['Free'] });
}

export const isOn = (plan: Plan): plan is Row => judgeTier(plan).verdict === 'pass';

/** Extensions come as `{name, isEnabled: "True"}`: https://learn.microsoft.com/rest/api/defenderforcloud/pricings/get */
export function judgeExtension(plan: Plan, name: string, whyOff: string): Verdict {
  if (!isOn(plan)) return notApplicable(whyOff);
  const path = `properties.extensions[${name}].isEnabled`;
  const extension = (rowsAt(plan, 'properties.extensions') ?? []).find((entry) => entry['name'] === name);
  const value = extension && valueAt(extension, 'isEnabled');
  const judge = value === 'True' ? pass : fail;
  return judge(path, observedText(value), '"True"');
}
