import { severities } from '../model/check.ts';
import { counted } from './counted.ts';
import { blank, hanging, span, type Line } from './layout.ts';
import type { Report } from './report.ts';

const shown = 5;

function bySeverity(assessments: Report['assessments']): string {
  const rated = [...severities, null].map((severity) => {
    const count = assessments.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${String(count)} ${severity ?? 'unrated'}`];
  });
  return rated.flat().join(', ');
}

/** What Defender for Cloud says of the same resources; not part of any count of ours. */
export function assessmentsSection({ assessments, secureScores }: Report, width: number): readonly Line[] {
  if (assessments.length === 0 && secureScores.length === 0) return [];
  const scores = secureScores.map(
    ({ subscriptionId, current, max }) => `${subscriptionId} ${String(current)} of ${String(max)}`,
  );
  const own = assessments.filter(({ sameAs }) => sameAs.length === 0);
  const same = assessments.length - own.length;
  const rank = (severity: (typeof own)[number]['severity']) =>
    severity === null ? severities.length : severities.indexOf(severity);
  const worst = own.toSorted((a, b) => rank(a.severity) - rank(b.severity)).slice(0, shown);
  const text = `${counted(assessments.length, 'unhealthy recommendation')} (${bySeverity(assessments)}), of which ${String(same)} are judged by our own checks too. Not in the counts above.`;
  return [
    ...(assessments.length === 0 ? [] : hanging(span('Defender for Cloud  ', 'heading'), text, width)),
    ...worst.flatMap(({ severity, title, resourceName }) =>
      hanging(span(`  ${severity ?? 'unrated'}  `), `${title}: ${resourceName}`, width),
    ),
    ...(scores.length === 0 ? [] : hanging(span('Secure score  ', 'heading'), scores.join(', '), width)),
    blank,
  ];
}
