import type { Severity } from '../../model/check.ts';
import type { FindingView } from '../../model/finding.ts';
import type { CheckTallyView } from '../report.ts';
import { messageOf } from './message.ts';

export const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
} as const satisfies Record<Severity, string>;

/**
 * Within the bounds that code scanning reads as the same four words: above 9 critical, from 7 high, from 4 medium.
 * https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support#reportingdescriptor-object
 */
const securitySeverities = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
} as const satisfies Record<Severity, string>;

type Known = Pick<CheckTallyView, 'checkId' | 'title' | 'severity' | 'service'>;
type Told = Pick<FindingView, 'why' | 'fix' | 'reference'>;

/** What a viewer may offer as a link. */
const webPage = /^https:\/\/[\w.~:/?#@!$&'()*+,;=%-]+$/;

function described({ why, fix, reference }: Told): object {
  return {
    fullDescription: messageOf(why),
    help: messageOf(fix.text),
    ...(webPage.test(reference) ? { helpUri: reference } : {}),
  };
}

/** A check as a rule; `told` is known of those of which a finding was seen. */
function ruleOf({ checkId, title, severity, service }: Known, told: Told | undefined): object {
  return {
    id: checkId,
    shortDescription: messageOf(title),
    ...(told === undefined ? {} : described(told)),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      severity,
      service,
      'security-severity': securitySeverities[severity],
      tags: [...new Set(['security', service])],
    },
  };
}

/** The rules of a run: one for each check, and so no more than the catalogue holds. */
export interface Rules {
  /** Where the rule of the finding stands in `list`. */
  indexOf(finding: FindingView): number;
  list(): readonly object[];
}

export function collectRules(checks: readonly CheckTallyView[]): Rules {
  const known = new Map<string, { readonly index: number; readonly check: Known; told?: Told }>();
  for (const check of checks) if (!known.has(check.checkId)) known.set(check.checkId, { index: known.size, check });
  return {
    indexOf(finding) {
      const { checkId, title, severity, service, why, fix, reference } = finding;
      const rule = known.get(checkId) ?? { index: known.size, check: { checkId, title, severity, service } };
      // Not the finding itself, which would keep its evidence in memory.
      rule.told ??= { why, fix: { text: fix.text }, reference };
      known.set(checkId, rule);
      return rule.index;
    },
    list: () => [...known.values()].map(({ check, told }) => ruleOf(check, told)),
  };
}
