import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getOpenApi } from '../lib/api/openApiEndpoint.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getOpenApi', {
  methods: [...routes.getOpenApi.methods],
  route: routes.getOpenApi.route,
  authLevel: authLevel(),
  handler: answering(getOpenApi),
});
