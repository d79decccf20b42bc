import * as z from 'zod';
import { failureAnswer } from '../api/schemas/failure.ts';
import { coverageAnswer as newestCoverage } from '../api/schemas/scanCoverage.ts';

/** What the API answers, as far as reports need it: silent on what a newer app adds, and on what an older one lacks. */

export { checkTalliesPage as checksPage } from '../api/schemas/check.ts';
export { errorTracesPage as errorsPage } from '../api/schemas/errorTrace.ts';
export { changesPage } from '../api/schemas/change.ts';
export { assessmentsPage, findingsPage } from '../api/schemas/finding.ts';
export { healthAnswer } from '../api/schemas/health.ts';
export { scanAnswer } from '../api/schemas/scan.ts';
export { scoreAnswer } from '../api/schemas/score.ts';
export { scopesPage } from '../api/schemas/scope.ts';

export const coverageAnswer = newestCoverage.extend({
  secureScores: newestCoverage.shape.secureScores.default([]),
  switchedOff: newestCoverage.shape.switchedOff.default([]),
});

export const errorAnswer = z.object({
  error: failureAnswer.shape.error.extend({ target: z.string().nullish() }),
});
