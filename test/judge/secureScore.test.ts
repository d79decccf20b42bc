import { expect, it } from 'vitest';
import { toSecureScore } from '../../lib/judge/secureScore.ts';

// https://learn.microsoft.com/rest/api/defenderforcloud/secure-scores/list
const row = {
  name: 'ascScore',
  properties: { displayName: 'ASC score', score: { max: 39, current: 23.53, percentage: 0.6033 } },
};

it('takes current and max of the score', () => {
  expect(toSecureScore(row, 's1')).toEqual({ subscriptionId: 's1', current: 23.53, max: 39 });
});

it.each([
  [{ ...row, name: 'another' }],
  [{ ...row, properties: null }],
  [{ ...row, properties: { score: null } }],
  [{ ...row, properties: { score: { max: '39', current: 1 } } }],
])('takes nothing of %j', (other) => {
  expect(toSecureScore(other, 's1')).toBeUndefined();
});
