import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listChanges } from '../lib/api/decisionEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listChanges', {
  methods: [...routes.listChanges.methods],
  route: routes.listChanges.route,
  authLevel: authLevel(),
  handler: answering(listChanges),
});
