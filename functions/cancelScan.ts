import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { routes } from '../lib/api/routes.ts';
import { cancelScan } from '../lib/api/scanEndpoints.ts';

app.http('cancelScan', {
  methods: [...routes.cancelScan.methods],
  route: routes.cancelScan.route,
  authLevel: authLevel(),
  handler: answering(cancelScan),
});
