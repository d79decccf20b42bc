import type { FindingsDigest } from './digest.ts';
import type { Report } from './report.ts';
import type { Refusal } from '../model/scan.ts';
import { counted } from './counted.ts';
import { blank, hanging, span, type Line } from './layout.ts';
import { shorten } from './printable.ts';
import { wordsOf } from './reasonWords.ts';
import type { UnreadCause } from './unreadCauses.ts';

const groupsShown = 12;
const refusalsShown = 8;
const detailShown = 240;

const fileHint =
  'Add the answers of these reads to the file, all in one array, to have them judged; list answers as they came, so that they show they are whole.';

function groupLines({ permission, reason, verdicts, checks, example }: UnreadCause, width: number): readonly Line[] {
  const why = wordsOf(reason);
  const what = permission === '' ? why : `${permission} (${why})`;
  const cost = `costs ${counted(verdicts, 'verdict')} of ${counted(checks, 'check')}`;
  const seen = `for example ${example.resourceName}: ${shorten(example.detail ?? '', detailShown)}`;
  return [...hanging(span('  '), `${what}: ${cost}`, width, 'warning'), ...hanging(span('    '), seen, width, 'quiet')];
}

function refusalLines({ subscriptionId, type, reason, detail, permission }: Refusal, width: number): readonly Line[] {
  const where = [
    ...(type === '' ? [] : [type]),
    ...(subscriptionId === '' ? [] : [`subscription ${subscriptionId}`]),
  ].join(' in ');
  const missing = permission === '' ? '' : `; missing ${permission}`;
  return hanging(
    span('  '),
    `${where === '' ? wordsOf(reason) : `${where}: ${wordsOf(reason)}`}, ${shorten(detail, detailShown)}${missing}`,
    width,
    'bad',
  );
}

/** What could not be read, the permission that was missing, and how many verdicts that cost. Empty where all was read. */
export function unreadSection({ refused }: Report, { unread: groups }: FindingsDigest, width: number): readonly Line[] {
  if (groups.length === 0 && refused.length === 0) return [];
  const more = Math.max(0, groups.length - groupsShown) + Math.max(0, refused.length - refusalsShown);
  const denied = groups.some(({ reason }) => reason === 'denied') || refused.some(({ reason }) => reason === 'denied');
  return [
    [span('Could not be read', 'heading')],
    ...refused.slice(0, refusalsShown).flatMap((refusal) => refusalLines(refusal, width)),
    ...groups.slice(0, groupsShown).flatMap((group) => groupLines(group, width)),
    ...(more > 0 ? [[span(`  … and ${String(more)} more in the report file`, 'quiet')]] : []),
    ...(denied
      ? hanging(
          span('  '),
          'A role that allows these actions on the scope mends it; Reader allows every action that Vigil needs.',
          width,
        )
      : []),
    ...(groups.some(({ reason }) => reason === 'notInExport') ? hanging(span('  '), fileHint, width) : []),
    blank,
  ];
}
