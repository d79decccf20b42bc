import { app } from '@azure/functions';
import { openContext } from '../lib/scan/openContext.ts';
import { recoverScans } from '../lib/scan/recover.ts';
import { startScheduled } from '../lib/scan/schedule.ts';

app.timer('recoverScans', {
  schedule: '0 * * * * *',
  handler: async () => {
    const context = await openContext();
    await recoverScans(context);
    await startScheduled(context);
  },
});
