import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { routes } from '../lib/api/routes.ts';
import { startScan } from '../lib/api/scanEndpoints.ts';

app.http('startScan', {
  methods: [...routes.startScan.methods],
  route: routes.startScan.route,
  authLevel: authLevel(),
  handler: answering(startScan),
});
