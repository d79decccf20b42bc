import type { Report } from './report.ts';
import { isRow } from '../model/row.ts';

// The order in which a reader looks for things; keys not named here follow in alphabetical order.
const keyOrder = [
  'tool',
  'source',
  'id',
  'name',
  'version',
  'status',
  'scope',
  'options',
  'requestedBy',
  'createdAt',
  'startedAt',
  'finishedAt',
  'progress',
  'coverage',
  'verdicts',
  'scan',
  'subscriptions',
  'notCovered',
  'refused',
  'notices',
  'checkId',
  'severity',
  'title',
  'service',
  'code',
  'message',
  'resourceId',
  'resourceName',
  'resourceType',
  'resourceGroup',
  'subscriptionId',
  'location',
  'subKey',
  'because',
  'path',
  'observed',
  'expected',
  'trail',
  'reason',
  'detail',
  'permission',
  'why',
  'fix',
  'text',
  'cli',
  'reference',
  'checks',
  'findings',
  'errors',
  'critical',
  'high',
  'medium',
  'low',
  'pass',
  'fail',
  'unknown',
  'notApplicable',
];
const rank = new Map(keyOrder.map((key, index) => [key, index]));

function inOrder(a: string, b: string): number {
  const byRank = (rank.get(a) ?? keyOrder.length) - (rank.get(b) ?? keyOrder.length);
  return byRank === 0 ? Number(a > b) - Number(a < b) : byRank;
}

function ordered(_key: string, value: unknown): unknown {
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => inOrder(a, b)));
}

/** report.json: the same keys in the same order for the same report, so that two runs can be compared by text. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, ordered, 2)}\n`;
}
