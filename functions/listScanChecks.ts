import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { listScanChecks } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('listScanChecks', {
  methods: [...routes.listScanChecks.methods],
  route: routes.listScanChecks.route,
  authLevel: authLevel(),
  handler: answering(listScanChecks),
});
