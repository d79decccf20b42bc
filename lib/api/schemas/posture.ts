import * as z from 'zod';
import type { PostureView } from '../../scan/listPosture.ts';
import { pageOf } from './page.ts';
import { bySeverity, tally } from './scan.ts';
import { scoreRange } from './score.ts';

const posture = z
  .object({
    subscriptionId: z.string(),
    subscriptionName: z.string(),
    scanId: z.string(),
    finishedAt: z.iso.datetime(),
    score: scoreRange.nullable().describe('Null where nothing was judged.'),
    verdicts: tally,
    findings: bySeverity.describe('How many verdicts failed.'),
  })
  .meta({
    id: 'Posture',
    description: 'How a subscription stood in a finished scan that was not narrowed.',
  }) satisfies z.ZodType<PostureView>;

export const posturePage = pageOf(posture).meta({ id: 'PosturePage' });
