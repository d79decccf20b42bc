import { isRow } from '../model/row.ts';
import type { ReportWriter } from './report.ts';

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
  'score',
  'exempted',
  'changes',
  'subscriptions',
  'notCovered',
  'refused',
  'switchedOff',
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
  'subscriptionName',
  'managementGroups',
  'location',
  'tags',
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
  'firstSeen',
  'exemption',
  'services',
  'subscriptionScores',
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

/** As text with its keys in order, every line but the first indented by `depth` more spaces. */
function inJson(value: unknown, depth = 0): string {
  return JSON.stringify(value, ordered, 2).replaceAll('\n', `\n${' '.repeat(depth)}`);
}

/**
 * The whole report, its findings last. The same keys in the same order for the same report, so that two runs can be
 * compared by text.
 */
export function openJson(): ReportWriter {
  let empty = true;
  return {
    // What is new since the scan before stands among the findings: `firstSeen` names this scan.
    begin: ({ newFindings: _newFindings, ...report }) => `${inJson(report).slice(0, -'\n}'.length)},\n  "findings": [`,
    add(finding) {
      const separator = empty ? '\n    ' : ',\n    ';
      empty = false;
      return `${separator}${inJson(finding, 4)}`;
    },
    end: () => (empty ? ']\n}\n' : '\n  ]\n}\n'),
  };
}
