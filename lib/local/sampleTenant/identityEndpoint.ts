import type { IncomingMessage, ServerResponse } from 'node:http';
import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

/** Fixed, so that settings written beforehand go on working. They open nothing but the sample tenant. */
export const identityHeader = 'sample-tenant-identity';
export const accessToken = 'sample-tenant-token';
/** For vaults themselves, which take no other. */
export const vaultToken = 'sample-vault-token';
export const vaultAudience = 'https://vault.azure.net';

const lifetimeSeconds = 24 * 60 * 60;

function tokenAnswer(request: IncomingMessage, parameters: URLSearchParams): Answer {
  if (request.headers['x-identity-header'] !== identityHeader) {
    return jsonAnswer(401, { statusCode: 401, message: 'The X-IDENTITY-HEADER is missing or wrong.' });
  }
  const resource = parameters.get('resource');
  if (parameters.get('api-version') !== '2019-08-01' || !resource) {
    return jsonAnswer(400, { statusCode: 400, message: 'A resource and api-version 2019-08-01 are required.' });
  }
  return jsonAnswer(200, {
    access_token: resource === vaultAudience ? vaultToken : accessToken,
    expires_on: String(Math.floor(Date.now() / 1000) + lifetimeSeconds),
    resource,
    token_type: 'Bearer',
  });
}

/**
 * Answers as the identity endpoint of App Service does, and `GET /counts` besides.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function identityListener(
  counts: () => unknown,
  noteToken: () => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isToken = pathname === '/msi/token';
    if (isToken) noteToken();
    const other = pathname === '/counts' ? jsonAnswer(200, counts()) : jsonAnswer(404, { statusCode: 404 });
    const answer = isToken ? tokenAnswer(request, searchParams) : other;
    response.writeHead(answer.status, answer.headers).end(answer.text);
  };
}
