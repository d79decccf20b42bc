import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { startScan } from '../lib/api/scanEndpoints.ts';

// The built-in Azure Functions action of Logic Apps takes only functions without a custom route.
app.http('runScan', { methods: ['POST'], authLevel: authLevel(), handler: answering(startScan) });
