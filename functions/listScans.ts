import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listScans } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listScans', {
  methods: [...routes.listScans.methods],
  route: routes.listScans.route,
  authLevel: authLevel(),
  handler: answering(listScans),
});
