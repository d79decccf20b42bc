import { app } from '@azure/functions';
import { handleMessage } from '../lib/scan/handleMessage.ts';
import { openContext } from '../lib/scan/openContext.ts';

app.storageQueue('scanner', {
  queueName: 'scan-work',
  connection: 'AzureWebJobsStorage',
  handler: async (message, invocation) => {
    const dequeueCount = Number(invocation.triggerMetadata?.['dequeueCount'] ?? 1);
    await handleMessage(await openContext(), message, { dequeueCount });
  },
});
