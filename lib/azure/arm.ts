import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, Pipeline, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import {
  RestError,
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  isRestError,
  logPolicy,
  proxyPolicy,
  redirectPolicy,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from '@azure/core-rest-pipeline';
import { Semaphore } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';
import packageFacts from '../../package.json' with { type: 'json' };
import { CollectError } from '../collect/collector.ts';
import type { CloudSettings } from '../settings.ts';
import { readArmError } from './armError.ts';
import type { Gates } from './armPolicies.ts';
import { acceptPolicy, deadlinePolicy, gatesPolicy } from './armPolicies.ts';
import { explainingCredential } from './credential.ts';
import type { Quota } from './quota.ts';
import { quotaOf } from './quota.ts';
import type { Limits } from './pacing.ts';
import { documentedLimits, openPacing } from './pacing.ts';
import { parseJson } from './parseJson.ts';
import { withoutSecrets } from './redact.ts';
import { faultRetries, throttleRetries } from './retries.ts';

export interface ArmOptions {
  readonly cloud: CloudSettings;
  readonly credential: TokenCredential;
  /** Calls in flight at most. */
  readonly lanes: number;
  /** The longest wait for a throttle, in milliseconds; a longer one is a `CollectError` of code `wait`. */
  readonly longestSleep: number;
  /** Default: Azure's documented limits. */
  readonly limits?: Limits;
  /** How long one try may take, in milliseconds. Default: 30 s. */
  readonly timeout?: number;
  /** The first wait after a fault, in milliseconds; it doubles. Default: 500. */
  readonly faultDelay?: number;
}

/** An answer of Azure Resource Manager that is no fault of its own: never 429, 5xx or a refused sign-in. */
export interface ArmAnswer {
  readonly status: number;
  /** The parsed body; `undefined` where it is not JSON. */
  readonly body: unknown;
}

export interface ArmCall {
  readonly apiVersion: string;
  /** Where the resource in the call lives, for providers that count by region. */
  readonly region?: string;
  /** A success is all that is asked for: its body is not parsed, whatever it holds. */
  readonly statusOnly?: boolean;
}

/** Azure Resource Manager. What it throws is a `CollectError`: `wait`, `transient` or `signIn`. */
export interface Arm {
  readonly endpoint: string;
  /** `path` starts with a slash and is encoded. */
  get(path: string, call: ArmCall): Promise<ArmAnswer>;
  /** GET of a link that Azure gave. The caller has checked its host. */
  follow(link: string, call: Pick<ArmCall, 'region'>): Promise<ArmAnswer>;
  post(path: string, body: unknown, call: ArmCall): Promise<ArmAnswer>;
  /** Sends a call made elsewhere, by an Azure SDK client on `pipeline`, and answers for it as the others do. */
  settle(send: () => Promise<PipelineResponse | undefined>): Promise<ArmAnswer>;
  /**
   * GET at another service of Azure, by the same lanes, waits and tries, with tokens for its audience. The caller has
   * checked the host of each address. A try takes `timeout` milliseconds at most.
   */
  openService(audience: string, timeout: number): (url: string, quota: Quota) => Promise<PipelineResponse>;
  /** The policies and the connections, for Azure SDK clients. */
  readonly pipeline: Pipeline;
  readonly httpClient: HttpClient;
}

interface PipelineOptions extends Required<ArmOptions> {
  /** Shared by every pipeline. */
  readonly gates: Gates;
  readonly audience: string;
}

function openPipeline(options: PipelineOptions): Pipeline {
  const { audience, credential, longestSleep, timeout, faultDelay, gates } = options;
  const pipeline = createEmptyPipeline();
  const policies = [
    acceptPolicy,
    decompressResponsePolicy(),
    proxyPolicy(),
    userAgentPolicy({ userAgentPrefix: `vigil/${packageFacts.version}` }),
    setClientRequestIdPolicy(),
    throttleRetries(longestSleep),
    faultRetries(faultDelay, longestSleep),
    gatesPolicy(gates),
    redirectPolicy({ maxRetries: 3 }),
    bearerTokenAuthenticationPolicy({
      credential: explainingCredential(credential),
      scopes: `${audience}/.default`,
    }),
    logPolicy(),
    deadlinePolicy(timeout),
  ];
  // Policies of no phase run in the order in which they were added.
  for (const policy of policies) pipeline.addPolicy(policy);
  return pipeline;
}

function toFault(error: unknown): CollectError {
  if (error instanceof CollectError) return error;
  const cause = withoutSecrets(error);
  // A body that breaks off is an answer, if a bad one; a connection that fails or a call that ends late is none.
  const answered = isRestError(error) && error.code === RestError.PARSE_ERROR;
  const message = `Azure Resource Manager could not be reached: ${cause.message}`;
  return new CollectError('transient', message, { cause, answered });
}

// A token of another tenant is refused for this subscription alone; the others go on.
const otherTenant = 'InvalidAuthenticationTokenTenant';

function checkStatus(response: PipelineResponse, body: unknown): void {
  const { status, request } = response;
  if (status < 500 && status !== 401 && status !== 408) return;
  const { code, message, codes } = readArmError(body);
  if (status === 401 && codes.includes(otherTenant)) return;
  const path = new URL(request.url).pathname;
  const said = `${String(status)} ${code}: ${message}`.trim();
  if (status === 401) throw new CollectError('signIn', `Azure refused the token for ${path}: ${said}`);
  throw new CollectError('transient', `Azure failed on ${path}: ${said}`, { answered: true });
}

type Send = () => Promise<PipelineResponse | undefined>;

async function attempt(send: Send, statusOnly = false): Promise<ArmAnswer> {
  let response;
  try {
    response = await send();
  } catch (error) {
    throw toFault(error);
  }
  if (response === undefined) throw new CollectError('transient', 'Azure Resource Manager gave no answer.');
  const body = statusOnly && response.status === 200 ? undefined : parseJson(response.bodyAsText);
  checkStatus(response, body);
  return { status: response.status, body };
}

export function openArm(given: ArmOptions): Arm {
  const options = { limits: documentedLimits, timeout: 30_000, faultDelay: 500, ...given };
  const regions = new WeakMap<PipelineRequest, string>();
  const quotas = new WeakMap<PipelineRequest, Quota>();
  const gates: Gates = {
    pacing: openPacing(options.limits),
    lanes: new Semaphore(options.lanes),
    longestSleep: options.longestSleep,
    quotaFor: (request) => quotas.get(request) ?? quotaOf(request.url, regions.get(request) ?? ''),
  };
  const pipeline = openPipeline({ ...options, gates, audience: options.cloud.audience });
  const httpClient = createDefaultHttpClient();
  const endpoint = options.cloud.resourceManager;

  // A success whose body is no JSON was cut on the way more often than it was written so: it is asked for once more.
  const settle = async (send: Send): Promise<ArmAnswer> => {
    const answer = await attempt(send);
    if (answer.status !== 200 || answer.body !== undefined) return answer;
    await sleep(options.faultDelay);
    return attempt(send);
  };
  const sender =
    (url: string, region: string | undefined, body?: unknown): Send =>
    () => {
      const request = createPipelineRequest({ url, method: body === undefined ? 'GET' : 'POST' });
      if (body !== undefined) {
        request.headers = createHttpHeaders({ 'content-type': 'application/json' });
        request.body = JSON.stringify(body);
      }
      regions.set(request, region ?? '');
      return pipeline.sendRequest(httpClient, request);
    };
  const address = (path: string, apiVersion: string): string =>
    `${endpoint}${path}?api-version=${encodeURIComponent(apiVersion)}`;

  return {
    endpoint,
    pipeline,
    httpClient,
    settle,
    openService: (audience, timeout) => {
      const service = openPipeline({ ...options, gates, audience, timeout });
      return (url, quota) => {
        const request = createPipelineRequest({ url });
        quotas.set(request, quota);
        return service.sendRequest(httpClient, request);
      };
    },
    get: (path, { apiVersion, region, statusOnly }) => {
      const send = sender(address(path, apiVersion), region);
      return statusOnly === true ? attempt(send, true) : settle(send);
    },
    follow: (link, { region }) => settle(sender(link, region)),
    post: (path, body, { apiVersion, region }) => settle(sender(address(path, apiVersion), region, body)),
  };
}
