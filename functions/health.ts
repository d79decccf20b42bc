import { app } from '@azure/functions';
import { routes } from '../lib/api/routes.ts';
import { version } from '../lib/scan/context.ts';

app.http('health', {
  methods: [...routes.health.methods],
  route: routes.health.route,
  authLevel: 'anonymous',
  handler: () => ({ jsonBody: { status: 'ok', version } }),
});
