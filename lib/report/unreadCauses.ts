import type { FindingView } from '../model/finding.ts';

/** Unknown verdicts that one thing would have told. */
export interface UnreadCause {
  /** The Azure action that is missing; empty where another cause stands in `reason`. */
  readonly permission: string;
  readonly reason: string;
  readonly verdicts: number;
  /** How many of them are exempted: an exemption grants no permission. */
  readonly exempted: number;
  readonly checks: number;
  /** The first that came. */
  readonly example: FindingView;
}

interface Growing {
  verdicts: number;
  exempted: number;
  readonly checks: Set<string>;
  readonly example: FindingView;
}

/** Unknown findings by what would have told them: one entry a permission and reason, however many findings come. */
export function openUnreadCauses() {
  const byCause = new Map<string, Growing>();
  return {
    add(finding: FindingView): void {
      const { permission = '', reason = '', checkId, exemption } = finding;
      const key = `${permission}\n${reason}`;
      const cause = byCause.get(key) ?? { verdicts: 0, exempted: 0, checks: new Set<string>(), example: finding };
      cause.verdicts += 1;
      cause.exempted += exemption === null ? 0 : 1;
      cause.checks.add(checkId);
      byCause.set(key, cause);
    },
    /** The costliest first. */
    causes: (): readonly UnreadCause[] =>
      [...byCause.values()]
        .map(({ checks, example, ...counts }) => {
          const { permission = '', reason = '' } = example;
          return { permission, reason, ...counts, checks: checks.size, example };
        })
        .sort((a, b) => b.verdicts - a.verdicts || a.permission.localeCompare(b.permission, 'en')),
  };
}
