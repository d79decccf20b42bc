import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getReport } from '../lib/api/reportEndpoint.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getReport', {
  methods: [...routes.getReport.methods],
  route: routes.getReport.route,
  authLevel: authLevel(),
  handler: answering(getReport),
});
