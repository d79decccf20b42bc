import { counted } from '../counted.ts';
import { wordsOf } from '../reasonWords.ts';
import type { UnreadCause } from '../unreadCauses.ts';
import { code, grouped, prose, table } from './words.ts';

const causesShown = 20;

function row({ permission, reason, checks, verdicts, exempted, example }: UnreadCause): readonly string[] {
  const marked = exempted === 0 ? '' : ` (${grouped(exempted)} exempted)`;
  const missing = permission === '' ? '' : code(permission);
  const { resourceName, detail = '' } = example;
  const shown = `${code(resourceName)}${detail === '' ? '' : `: ${prose(detail)}`}`;
  return [missing, prose(wordsOf(reason)), `${grouped(verdicts)}${marked}`, grouped(checks), shown];
}

/** What could not be read, the costliest first. Empty where all was read. */
export function unreadSection(causes: readonly UnreadCause[]): readonly string[] {
  if (causes.length === 0) return [];
  const rest = causes.slice(causesShown);
  const verdicts = rest.reduce((sum, one) => sum + one.verdicts, 0);
  const more = `… and ${counted(verdicts, 'verdict')} for ${counted(rest.length, 'other reason')}.`;
  return [
    '## Could not be read',
    '',
    'These verdicts are unknown, which is not passed.',
    '',
    ...table(
      ['Missing permission', 'Why', 'Verdicts:', 'Checks:', 'For example'],
      causes.slice(0, causesShown).map(row),
    ),
    ...(rest.length === 0 ? [] : [more, '']),
  ];
}
