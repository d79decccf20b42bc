import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listExemptions } from '../lib/api/exemptionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listExemptions', {
  methods: [...routes.listExemptions.methods],
  route: routes.listExemptions.route,
  authLevel: authLevel(),
  handler: answering(listExemptions),
});
