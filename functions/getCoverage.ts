import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getCoverage } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getCoverage', {
  methods: [...routes.getCoverage.methods],
  route: routes.getCoverage.route,
  authLevel: authLevel(),
  handler: answering(getCoverage),
});
