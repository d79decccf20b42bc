import { app } from '@azure/functions';
import { answering } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { getCheck } from '../lib/api/listEndpoints.ts';
import { routes } from '../lib/api/routes.ts';

app.http('getCheck', {
  methods: [...routes.getCheck.methods],
  route: routes.getCheck.route,
  authLevel: authLevel(),
  handler: answering(getCheck),
});
