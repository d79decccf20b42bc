import { app } from '@azure/functions';
import { openContext } from '../lib/scan/openContext.ts';
import { recoverScans } from '../lib/scan/recover.ts';

app.timer('recoverScans', {
  schedule: '0 * * * * *',
  handler: async () => recoverScans(await openContext()),
});
