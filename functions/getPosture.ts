import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getPosture } from '../lib/api/decisionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getPosture', {
  methods: [...routes.getPosture.methods],
  route: routes.getPosture.route,
  authLevel: authLevel(),
  handler: answering(getPosture),
});
