import { createHash } from 'node:crypto';

/** First 32 hex digits of SHA-256 of the lower-cased value. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value.toLowerCase()).digest('hex').slice(0, 32);
}

/** UUIDv7 ids ascend with time; inverted they list newest first. */
export function invert(scanId: string): string {
  return scanId.replaceAll(/[0-9a-f]/g, (digit) => (15 - parseInt(digit, 16)).toString(16));
}

export const scanKey = 'control~scan';
export const partKey = (part: string): string => `control~part~${part}`;
export const hookKey = (hash: string): string => `control~hook~${hash}`;
/** Of an address as it is: its path and its signature mind their case. */
export const hookHash = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 32);
export const partName = (index: number): string => String(index).padStart(2, '0');
export const findingKey = (checkId: string, resourceId: string, subKey: string): string =>
  `finding~${checkId}~${hashOf(resourceId)}~${hashOf(subKey)}`;
export const passedKey = (checkId: string, resourceId: string, subKey: string): string =>
  `passed~${checkId}~${hashOf(resourceId)}~${hashOf(subKey)}`;
/** What all verdicts of a check on a resource begin with, by kind. */
export const findingPrefixes = (checkId: string, resourceId: string): readonly string[] =>
  ['finding', 'passed'].map((kind) => `${kind}~${checkId}~${hashOf(resourceId)}~`);
/** What a part's checks came to in one subscription, and in the tenant, which has no id of one. */
export const tallyKey = (part: string, subscriptionId: string): string => `tally~${part}~${subscriptionId || 'tenant'}`;
export const scoreKey = (subscriptionId: string): string => `score~${subscriptionId || 'tenant'}`;
export const errorKey = (part: string, hash: string): string => `error~${part}~${hash}`;
export const refusalKey = (part: string, subscriptionId: string, type: string): string =>
  `refused~${part}~${hashOf(`${subscriptionId} ${type}`)}`;
export const assessmentKey = (key: string, resourceId: string): string =>
  `assessment~${hashOf(key)}~${hashOf(resourceId)}`;
export const secureScoreKey = (subscriptionId: string): string => `securescore~${hashOf(subscriptionId)}`;
export const seenKey = (part: string, seq: number): string => `seen~${part}~${String(seq).padStart(8, '0')}`;

export const indexPartition = 'scans';
export const newKey = (scanId: string): string => `new~${invert(scanId)}`;
export const activeKey = (hash: string): string => `active~${hash}`;
export const noticeKey = (scanId: string): string => `notice~${scanId}`;
export const idempotencyKey = (caller: string, key: string): string => `key~${hashOf(`${caller} ${key}`)}`;
export const scheduleKey = 'schedule~scan';
export const latestKey = (series: string): string => `latest~${series}`;
/** The to-do list of recovery: ended scans whose history is not written yet. */
export const historyTodoKey = (scanId: string): string => `history~${scanId}`;

/** In `history`, partition: a series, the hash of a scope and of every option that changes what is judged. */
export const firstKey = (findingRowKey: string): string => `first~${findingRowKey.slice('finding~'.length)}`;
export const weightKey = (subscriptionId: string): string => `weight~${subscriptionId || 'tenant'}`;
export const seriesStateKey = 'state';
/** In `history`, partition: all subscriptions as they stand. */
export const posturePartition = 'posture';
/** In `history`, partition: a subscription; newest first. */
export const scoreHistoryKey = (scanId: string): string => `score~${invert(scanId)}`;

/** In `exemptions`: all of them, each under its id, a UUIDv7. */
export const exemptionsPartition = 'exemptions';

/** The range of all keys that begin with a prefix: keys hold ASCII only, and nothing sorts after U+FFFF. */
export function prefixRange(prefix: string): { readonly from: string; readonly to: string } {
  return { from: prefix, to: `${prefix}\uFFFF` };
}
