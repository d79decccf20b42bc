import { app } from '@azure/functions';
import { openContext } from '../lib/scan/openContext.ts';
import { handlePoison } from '../lib/scan/poison.ts';

app.storageQueue('scannerPoison', {
  queueName: 'scan-work-poison',
  connection: 'AzureWebJobsStorage',
  handler: async (message) => handlePoison(await openContext(), message),
});
