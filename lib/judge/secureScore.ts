import { isRow, type Row } from '../model/row.ts';
import type { SecureScore } from '../model/secureScore.ts';

/** A row of type microsoft.security/securescores, the standard's own named ascScore; `undefined` for what holds no score. */
export function toSecureScore(row: Row, subscriptionId: string): SecureScore | undefined {
  const { properties, name } = row;
  const score = isRow(properties) ? properties['score'] : undefined;
  if (!isRow(score) || name !== 'ascScore') return undefined;
  const { current, max } = score;
  return typeof current === 'number' && typeof max === 'number' ? { subscriptionId, current, max } : undefined;
}
