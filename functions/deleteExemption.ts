import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { deleteExemption } from '../lib/api/exemptionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('deleteExemption', {
  methods: [...routes.deleteExemption.methods],
  route: routes.deleteExemption.route,
  authLevel: authLevel(),
  handler: answering(deleteExemption, 'Exemption.Write'),
});
