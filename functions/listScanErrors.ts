import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listScanErrors } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listScanErrors', {
  methods: [...routes.listScanErrors.methods],
  route: routes.listScanErrors.route,
  authLevel: authLevel(),
  handler: answering(listScanErrors),
});
