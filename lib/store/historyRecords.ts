import * as z from 'zod';
import { changeKinds } from '../model/change.ts';
import { count, json, text } from './columns.ts';
import { bySeverity, tally } from './records.ts';

/** Row `first~…` of `history`: the scan that first found something. */
export const firstRecord = z.object({ scanId: z.string(), at: z.string(), subscriptionId: text, resourceType: text });

/** Row `weight~…` of `history`: what a subscription weighs in scores of a series, by service, as last seen. */
export const weightRecord = z.object({ scanId: z.string(), weights: json(z.record(z.string(), z.number())) });

/** Row `state` of a series in `history`: the scan whose findings were last worked in, and how far. */
export const seriesStateRecord = z.object({
  scanId: z.string(),
  /** Row key of the last finding dealt with; '' at the start. */
  after: text,
  done: z.boolean(),
  counts: json(z.record(z.enum(changeKinds), count)),
});
export type SeriesStateRecord = z.infer<typeof seriesStateRecord>;

/** Rows of a subscription's posture in `history`. */
export const postureRecord = z.object({
  subscriptionId: z.string(),
  name: text,
  scanId: z.string(),
  finishedAt: z.string(),
  low: z.number().nullable().default(null),
  high: z.number().nullable().default(null),
  verdicts: json(tally),
  findings: json(bySeverity),
});
export type PostureRecord = z.infer<typeof postureRecord>;
