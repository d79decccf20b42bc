import { app } from '@azure/functions';
import { answeringAnyone } from '../lib/api/answers.ts';
import { deleteHook } from '../lib/api/hookEndpoint.ts';
import { routes } from '../lib/api/routes.ts';

app.http('deleteHook', {
  methods: [...routes.deleteHook.methods],
  route: routes.deleteHook.route,
  authLevel: 'anonymous',
  handler: answeringAnyone(deleteHook),
});
