import type { ZodOpenApiSecuritySchemeObject } from 'zod-openapi';
import type { Callers } from '../../settings.ts';

type Schemes = Readonly<Record<string, ZodOpenApiSecuritySchemeObject>>;

// https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
const functionKeys: Schemes = {
  functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key', description: 'A function key.' },
  functionKeyInQuery: {
    type: 'apiKey',
    in: 'query',
    name: 'code',
    description: 'A function key, for callers that can set no header. Addresses end up in logs: prefer the header.',
  },
};

// https://learn.microsoft.com/azure/app-service/overview-authentication-authorization
const easyAuth: Schemes = {
  entraId: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token of Microsoft Entra ID for this app, with the app role Scan.Read for GET, Exemption.Write to accept risks or take that back, else Scan.Write.',
  },
};

const schemes: Readonly<Record<Callers, Schemes>> = { functionKeys, easyAuth };

/** How callers show who they are: by any one of these schemes. */
export function securityOf(callers: Callers) {
  const securitySchemes = schemes[callers];
  return { securitySchemes, security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })) };
}
