import { counted } from './counted.ts';
import { openDigest } from './digest.ts';
import { foundSection } from './markdown/foundSection.ts';
import { seenSection } from './markdown/seenSection.ts';
import { unreadSection } from './markdown/unreadSection.ts';
import { prose } from './markdown/words.ts';
import { worstSection } from './markdown/worstSection.ts';
import type { Report, ReportWriter } from './report.ts';

function errorsSection(errors: Report['errors']): readonly string[] {
  if (errors.length === 0) return [];
  const times = errors.reduce((sum, { count }) => sum + count, 0);
  const happened = `${counted(errors.length, 'different error')}, ${counted(times, 'time')} in all`;
  return ['## Errors', '', `${happened}. What they are is in the JSON report.`, ''];
}

function closing({ tool }: Report): string {
  return `This is a summary; every finding is in the other formats. Written by ${prose(tool.name)} ${prose(tool.version)}.`;
}

function text(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** A summary to paste into a ticket or a pull request: counts of everything, and one example of each of the worst. */
export function openMarkdown(): ReportWriter {
  const found = openDigest();
  let last: readonly string[] = [];
  return {
    begin(report) {
      last = [...errorsSection(report.errors), closing(report)];
      return text([...seenSection(report), ...foundSection(report)]);
    },
    add(finding) {
      found.add(finding);
      return '';
    },
    end() {
      const { failed, unread } = found.digest();
      return text([...worstSection(failed), ...unreadSection(unread), ...last]);
    },
  };
}
