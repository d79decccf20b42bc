import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { routes } from '../lib/api/routes.ts';
import { deleteScan } from '../lib/api/scanEndpoints.ts';

app.http('deleteScan', {
  methods: [...routes.deleteScan.methods],
  route: routes.deleteScan.route,
  authLevel: authLevel(),
  handler: answering(deleteScan),
});
