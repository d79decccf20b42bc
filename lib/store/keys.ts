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
export const findingPrefix = (checkId: string, resourceId: string): string =>
  `finding~${checkId}~${hashOf(resourceId)}~`;
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
export const latestKey = (hash: string): string => `latest~${hash}`;

/** The range of all keys that begin with a prefix: keys hold ASCII only, and nothing sorts after U+FFFF. */
export function prefixRange(prefix: string): { readonly from: string; readonly to: string } {
  return { from: prefix, to: `${prefix}\uFFFF` };
}
