import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getExemption } from '../lib/api/exemptionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getExemption', {
  methods: [...routes.getExemption.methods],
  route: routes.getExemption.route,
  authLevel: authLevel(),
  handler: answering(getExemption),
});
