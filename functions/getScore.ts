import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getScore } from '../lib/api/decisionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getScore', {
  methods: [...routes.getScore.methods],
  route: routes.getScore.route,
  authLevel: authLevel(),
  handler: answering(getScore),
});
