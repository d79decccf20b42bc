import type { FindingView } from '../../model/finding.ts';
import { counted } from '../counted.ts';
import { code, grouped, prose, spelled, table } from './words.ts';

const reasonsShown = 20;

interface UnreadReason {
  readonly permission: string;
  readonly reason: string;
  readonly checks: Set<string>;
  verdicts: number;
  exempted: number;
  /** Markdown. */
  readonly example: string;
}

function row({ permission, reason, checks, verdicts, exempted, example }: UnreadReason): readonly string[] {
  const marked = exempted === 0 ? '' : ` (${grouped(exempted)} exempted)`;
  const missing = permission === '' ? '' : code(permission);
  return [missing, prose(spelled(reason)), `${grouped(verdicts)}${marked}`, grouped(checks.size), example];
}

function lines(reasons: readonly UnreadReason[]): readonly string[] {
  if (reasons.length === 0) return [];
  const sorted = reasons.toSorted((a, b) => b.verdicts - a.verdicts || a.permission.localeCompare(b.permission, 'en'));
  const rest = sorted.slice(reasonsShown);
  const verdicts = rest.reduce((sum, one) => sum + one.verdicts, 0);
  const more = `… and ${counted(verdicts, 'verdict')} for ${counted(rest.length, 'other reason')}.`;
  return [
    '## Could not be read',
    '',
    'These verdicts are unknown, which is not passed.',
    '',
    ...table(
      ['Missing permission', 'Why', 'Verdicts:', 'Checks:', 'For example'],
      sorted.slice(0, reasonsShown).map(row),
    ),
    ...(rest.length === 0 ? [] : [more, '']),
  ];
}

/** Unknown findings by what would have told them: one entry a permission and reason, however many findings come. */
export function collectUnreadReasons(): { add(finding: FindingView): void; lines(): readonly string[] } {
  const byReason = new Map<string, UnreadReason>();
  return {
    add({ checkId, resourceName, reason = 'no reason was stored', permission = '', detail = '', exemption }) {
      const key = `${permission}\n${reason}`;
      const example = () => `${code(resourceName)}${detail === '' ? '' : `: ${prose(detail)}`}`;
      const unread = byReason.get(key) ?? {
        permission,
        reason,
        checks: new Set(),
        verdicts: 0,
        exempted: 0,
        example: example(),
      };
      unread.checks.add(checkId);
      unread.verdicts += 1;
      if (exemption !== null) unread.exempted += 1;
      byReason.set(key, unread);
    },
    lines: () => lines([...byReason.values()]),
  };
}
