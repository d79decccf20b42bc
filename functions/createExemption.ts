import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { createExemption } from '../lib/api/exemptionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('createExemption', {
  methods: [...routes.createExemption.methods],
  route: routes.createExemption.route,
  authLevel: authLevel(),
  handler: answering(createExemption, 'Exemption.Write'),
});
