import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { routes } from '../lib/api/routes.ts';
import { listScopes } from '../lib/api/scopeEndpoint.ts';

app.http('listScopes', {
  methods: [...routes.listScopes.methods],
  route: routes.listScopes.route,
  authLevel: authLevel(),
  handler: answering(listScopes),
});
