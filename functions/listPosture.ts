import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listPosture } from '../lib/api/decisionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listPosture', {
  methods: [...routes.listPosture.methods],
  route: routes.listPosture.route,
  authLevel: authLevel(),
  handler: answering(listPosture),
});
