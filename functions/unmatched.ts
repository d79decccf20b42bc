import { app, type HttpRequest, type HttpResponseInit } from '@azure/functions';
import { failure, refused } from '../lib/api/answers.ts';
import { authLevel } from '../lib/api/callers.ts';
import { methodsOf } from '../lib/api/routes.ts';

/** 405 where another method answers, else 404, in the error shape of every other answer. */
export function unmatched({ method, params }: Pick<HttpRequest, 'method' | 'params'>): HttpResponseInit {
  const path = params['path'] ?? '';
  const methods = methodsOf(path);
  if (methods.length === 0) return failure(404, 'NotFound', `Nothing answers at /api/${path}.`, 'path');
  const allow = methods.join(', ');
  const answer = failure(405, 'MethodNotAllowed', `/api/${path} takes ${allow}, not ${method}.`, 'method');
  return { ...answer, headers: { Allow: allow } };
}

// The Functions host tries routes in the order of the functions' names: this one has to come last.
app.http('unmatched', {
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
  route: '{*path}',
  authLevel: authLevel(),
  handler: (request) => refused(request) ?? unmatched(request),
});
