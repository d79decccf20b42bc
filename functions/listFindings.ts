import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listFindings } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listFindings', {
  methods: [...routes.listFindings.methods],
  route: routes.listFindings.route,
  authLevel: authLevel(),
  handler: answering(listFindings),
});
