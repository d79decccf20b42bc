import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { routes } from '../lib/api/routes.ts';
import { getOperation } from '../lib/api/scanEndpoints.ts';

app.http('getOperation', {
  methods: [...routes.getOperation.methods],
  route: routes.getOperation.route,
  authLevel: 'anonymous',
  handler: answering(getOperation),
});
