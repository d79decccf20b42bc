import { app } from '@azure/functions';
import { answeringAnyone } from '../lib/api/answers.ts';
import { routes } from '../lib/api/routes.ts';
import { getOperation } from '../lib/api/scanEndpoints.ts';

app.http('getOperation', {
  methods: [...routes.getOperation.methods],
  route: routes.getOperation.route,
  authLevel: 'anonymous',
  handler: answeringAnyone(getOperation),
});
