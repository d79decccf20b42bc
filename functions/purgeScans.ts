import { app } from '@azure/functions';
import { openContext } from '../lib/scan/openContext.ts';
import { purgeScans } from '../lib/scan/removal.ts';

app.timer('purgeScans', {
  schedule: '0 17 * * * *',
  handler: async () => purgeScans(await openContext()),
});
