import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Access } from './access.ts';
import { armError } from './answer.ts';
import type { Answer } from './answer.ts';
import { openArm } from './answerArm.ts';
import { openResourceGraph } from './answerResourceGraph.ts';
import { deepen, isScoped, readArmTarget } from './armTarget.ts';
import type { ArmTarget } from './armTarget.ts';
import type { CallCounter } from './callCounts.ts';
import type { Estate } from './estate.ts';
import type { Faults } from './faults.ts';
import { accessToken } from './identityEndpoint.ts';
import { findRow, hashText } from './kql/rowTable.ts';
import type { Charged } from './quotas.ts';
import { tenantId } from './subscriptionIds.ts';

export interface ArmTenant {
  readonly estate: Estate;
  readonly access: Access;
  readonly faults: Faults;
  readonly counter: CallCounter;
  readonly charge: (target: ArmTarget, now: number) => Charged;
  readonly refuseStrcmp: boolean;
  /** Milliseconds added to each call. */
  readonly latency: number;
  readonly endpoint: () => string;
}

function refuseCaller(authorization: string | undefined): Answer | undefined {
  if (authorization === `Bearer ${accessToken}`) return undefined;
  const headers = {
    'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${tenantId}", error="invalid_token", error_description="The access token is missing or invalid."`,
  };
  if (authorization === undefined) {
    const message = "Authentication failed. The 'Authorization' header is missing.";
    return armError(401, 'AuthenticationFailed', message, { headers });
  }
  return armError(401, 'InvalidAuthenticationToken', 'The access token is invalid.', { headers });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

function refuseMethod(method: string | undefined, target: ArmTarget): Answer | undefined {
  const wanted = target.kind === 'resourceGraph' ? 'POST' : 'GET';
  if (method === wanted) return undefined;
  return armError(405, 'MethodNotAllowed', `The requested method '${method ?? ''}' is not allowed here.`);
}

/** Serves Azure Resource Manager and Resource Graph from an estate. */
export function armListener(tenant: ArmTenant): (request: IncomingMessage, response: ServerResponse) => void {
  const { estate, access, faults, counter } = tenant;
  const answerArm = openArm(estate, access);
  const answerGraph = openResourceGraph(estate, access, tenant.refuseStrcmp);

  function resolveTarget(path: string): ArmTarget {
    const target = readArmTarget(path);
    if (target.kind !== 'resource') return target;
    return deepen(target, (key) => findRow(estate.resources.keys, key) !== undefined);
  }

  function faultOf(target: ArmTarget, request: string): Answer | undefined {
    const id = isScoped(target) ? target.subscription.toLowerCase() : undefined;
    const throttled = estate.subscriptions.find((subscription) => subscription.id === id)?.throttlesOneIn;
    return faults.decide(request, throttled);
  }

  async function answer(request: IncomingMessage, url: URL, target: ArmTarget): Promise<Answer> {
    const body = await readBody(request);
    const refused = refuseCaller(request.headers.authorization) ?? refuseMethod(request.method, target);
    if (refused) return refused;
    const charged = tenant.charge(target, performance.now());
    const fault = charged.refusal ?? faultOf(target, `${url.pathname}${url.search} ${String(hashText(body))}`);
    const asked = { endpoint: tenant.endpoint(), path: url.pathname, parameters: url.searchParams };
    const given =
      fault ?? (target.kind === 'resourceGraph' ? answerGraph(asked.parameters, body) : answerArm(target, asked));
    return { ...given, headers: { ...charged.headers, ...given.headers } };
  }

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', tenant.endpoint());
    const target = resolveTarget(url.pathname);
    const given = await answer(request, url, target);
    counter.note(target, given.status, performance.now());
    if (tenant.latency > 0) await sleep(tenant.latency);
    const bytes = Buffer.from(given.text);
    response.writeHead(given.status, { ...given.headers, 'content-length': bytes.length }).end(bytes);
  }

  return (request, response) => {
    respond(request, response).catch((error: unknown) => {
      const failure = armError(500, 'InternalServerError', String(error));
      if (!response.headersSent) response.writeHead(500, failure.headers).end(failure.text);
    });
  };
}
