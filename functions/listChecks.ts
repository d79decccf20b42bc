import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listChecks } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listChecks', {
  methods: [...routes.listChecks.methods],
  route: routes.listChecks.route,
  authLevel: authLevel(),
  handler: answering(listChecks),
});
