import * as z from 'zod';
import type { Answer, Api } from './callApi.ts';

/** All that a scan came to, without what differs from one run to the next: its id, its times, its traces and what came before it. */
export interface Result {
  readonly scan: Answer;
  readonly checks: readonly Answer[];
  readonly coverage: Answer;
  readonly errors: readonly Answer[];
  readonly findings: readonly Answer[];
  /** What Defender for Cloud holds. */
  readonly assessments: readonly Answer[];
  readonly score: Answer;
}

function without(answer: Answer, names: readonly string[]): Answer {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => !names.includes(name)));
}

/** One page holds all that the tests refuse. */
const onePage = z.looseObject({ nextLink: z.undefined().optional() });

/** Reads a finished scan through the API, findings in the order in which they are listed. */
export async function readResult(api: Api, id: string): Promise<Result> {
  const [scan, checks, covered, errors, findings, assessments, score] = await Promise.all([
    api.scan(id),
    api.list(`scans/${id}/checks?top=1000`),
    api.get(`scans/${id}/coverage?top=1000`),
    api.list(`scans/${id}/errors?top=1000`),
    api.list(`scans/${id}/findings?top=1000`),
    api.list(`scans/${id}/findings?top=1000&source=defender`),
    api.get(`scans/${id}/score?top=1000`),
  ]);
  return {
    scan: without(scan, ['id', 'createdAt', 'startedAt', 'finishedAt', 'changes']),
    checks: checks.map((check) => without(check, ['title', 'service'])),
    coverage: onePage.parse(covered),
    errors: errors.map((error) => without(error, ['trace'])),
    // What the catalogue says of a check is the same in each of its findings.
    findings: findings.map((finding) => without(finding, ['title', 'why', 'fix', 'reference', 'firstSeen'])),
    assessments,
    score: onePage.parse(score),
  };
}

/** Findings that are there more than once. */
export function findTwice({ findings }: Result): readonly string[] {
  const keys = findings.map(({ checkId, resourceId, subKey }) =>
    JSON.stringify([checkId, resourceId, subKey]).toLowerCase(),
  );
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}
