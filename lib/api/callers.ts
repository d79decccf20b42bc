import type { HttpRequest } from '@azure/functions';
import * as z from 'zod';
import { readCallers, type Callers } from '../settings.ts';

/** The app role of the app registration that a call needs. */
export type AppRole = 'Scan.Read' | 'Scan.Write' | 'Exemption.Write';

/** Why a caller is not served. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly code: 'Unauthorized' | 'Forbidden';
  readonly message: string;
}

// https://learn.microsoft.com/azure/app-service/configure-authentication-user-identities#decode-the-client-principal-header
const clientPrincipal = z.object({
  auth_typ: z.string(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
  name_typ: z.string().nullish(),
  role_typ: z.string().nullish(),
});
type ClientPrincipal = z.infer<typeof clientPrincipal>;

type Headers = Pick<HttpRequest, 'headers'>;

function principalOf({ headers }: Headers): ClientPrincipal | undefined {
  try {
    const text = Buffer.from(headers.get('x-ms-client-principal') ?? '', 'base64').toString('utf8');
    return clientPrincipal.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const valuesOf = ({ claims }: ClientPrincipal, types: readonly (string | null | undefined)[]): readonly string[] =>
  types.flatMap((type) => claims.flatMap(({ typ, val }) => (typ === type && val !== '' ? [val] : [])));

/** Roles stand under the type that App Service maps them to, or as in the token where it keeps no token store and maps nothing. */
const rolesOf = (principal: ClientPrincipal): readonly string[] => valuesOf(principal, [principal.role_typ, 'roles']);

/** The level of every function that not everyone may call. The only setting that is read while functions register. */
export function authLevel(): 'anonymous' | 'function' {
  return readCallers(process.env) === 'easyAuth' ? 'anonymous' : 'function';
}

const roleOfMethod = ({ method }: Pick<HttpRequest, 'method'>): AppRole =>
  method === 'GET' || method === 'HEAD' ? 'Scan.Read' : 'Scan.Write';

/**
 * Why this caller is not served; undefined where it is. The role is the endpoint's own, else by its method. With function
 * keys the host has looked at the key before.
 */
export function refusalOf(
  request: Headers & Pick<HttpRequest, 'method'>,
  role: AppRole = roleOfMethod(request),
): Refusal | undefined {
  if (readCallers(process.env) !== 'easyAuth') return undefined;
  const principal = principalOf(request);
  if (principal === undefined) {
    const message = 'App Service authentication names no caller. Send a token of Microsoft Entra ID for this app.';
    return { status: 401, code: 'Unauthorized', message };
  }
  if (rolesOf(principal).includes(role)) return undefined;
  const message = `This call needs the app role ${role}. Assign it to the caller in the enterprise application, then ask for a new token.`;
  return { status: 403, code: 'Forbidden', message };
}

/** A user by name; an application, which has none, by the client id of its token: `appid` in version 1.0, `azp` in 2.0. */
function nameOf(principal: ClientPrincipal, { headers }: Headers): string {
  const [user] = valuesOf(principal, [principal.name_typ, 'preferred_username', 'upn', 'name']);
  if (user !== undefined) return user;
  const [application] = valuesOf(principal, ['appid', 'azp']);
  return application === undefined ? (headers.get('x-ms-client-principal-id') ?? '') : `application ${application}`;
}

/**
 * Who asks, as the scan remembers it. With Easy Auth the principal, of whom Entra ID is sure. A function key is not shown
 * to functions: there it is what the caller says of itself, the Logic Apps workflow or the user agent.
 */
export function requesterOf(callers: Callers, request: Headers): string {
  const { headers } = request;
  const workflow = headers.get('x-ms-workflow-id');
  const principal = callers === 'easyAuth' ? principalOf(request) : undefined;
  const said = workflow === null ? '' : `Logic Apps workflow ${workflow}`;
  const parts =
    principal === undefined ? [said || (headers.get('user-agent') ?? '')] : [nameOf(principal, request), said];
  return parts
    .filter((part) => part !== '')
    .join(', ')
    .slice(0, 200);
}
