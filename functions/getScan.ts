import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { routes } from '../lib/api/routes.ts';
import { getScan } from '../lib/api/scanEndpoints.ts';

app.http('getScan', {
  methods: [...routes.getScan.methods],
  route: routes.getScan.route,
  authLevel: authLevel(),
  handler: answering(getScan),
});
