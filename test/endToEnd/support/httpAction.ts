import { setTimeout as sleep } from 'node:timers/promises';

/** The inputs of an HTTP action, as a workflow definition has them. */
export interface HttpAction {
  readonly method: string;
  readonly uri: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Sending {
  readonly method: string;
  readonly uri: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly location: string | null;
  readonly retryAfter: string | null;
}

export interface ActionResult {
  readonly outcome: 'Succeeded' | 'Failed';
  readonly statusCode: number;
  readonly body: unknown;
  /** Every request in its order, retries included. */
  readonly sendings: readonly Sending[];
}

// https://learn.microsoft.com/azure/logic-apps/error-exception-handling#retry-policy-types: the default policy, in milliseconds.
const defaultPolicy = { retries: 4, interval: 7_500, least: 5_000, most: 45_000 };
/** Without a Retry-After: https://learn.microsoft.com/azure/logic-apps/logic-apps-create-api-app */
const usualPollInterval = 20_000;
/** As an HTTP action sends it: https://learn.microsoft.com/azure/connectors/connectors-native-http */
const ownHeaders = {
  'user-agent': 'azure-logic-apps/1.0,(workflow 0123456789abcdef; version 08584)',
  'x-ms-workflow-id': '0123456789abcdef',
  'content-type': 'application/json',
};

const isRetried = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500;

/** Each wait is drawn from a range that grows twofold. */
function retryWait(retry: number): number {
  const { interval, least, most } = defaultPolicy;
  const from = Math.max(retry === 1 ? 0 : interval * 2 ** (retry - 2), least);
  const to = Math.min(interval * 2 ** (retry - 1), most);
  return from + Math.random() * Math.max(0, to - from);
}

interface Answer {
  readonly sending: Sending;
  readonly text: string;
}

async function sendOnce({ method, uri, headers = {}, body }: HttpAction): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  try {
    const init = { method, headers: { ...ownHeaders, ...headers }, ...(text !== undefined && { body: text }) };
    const response = await fetch(uri, { ...init, redirect: 'manual' });
    const [location, retryAfter] = ['location', 'retry-after'].map((name) => response.headers.get(name));
    const sending = {
      method,
      uri,
      status: response.status,
      location: location ?? null,
      retryAfter: retryAfter ?? null,
    };
    return { sending, text: await response.text() };
  } catch {
    return { sending: { method, uri, status: 0, location: null, retryAfter: null }, text: '' };
  }
}

/**
 * A stand-in for the HTTP action of Logic Apps that follows its documented rules to the letter: 408, 429, 5xx and faults
 * of the connection are retried by the default policy; a 202 with Location is polled there, with the action's own
 * headers, every Retry-After whole seconds, until anything else is answered; 2xx is success. Waits are divided.
 */
export async function runHttpAction(action: HttpAction, divisor: number): Promise<ActionResult> {
  const sendings: Sending[] = [];

  async function send(request: HttpAction): Promise<Answer> {
    for (let retry = 0; ; retry += 1) {
      if (retry > 0) await sleep(retryWait(retry) / divisor);
      const answer = await sendOnce(request);
      sendings.push(answer.sending);
      if (!isRetried(answer.sending.status) || retry === defaultPolicy.retries) return answer;
    }
  }

  let answer = await send(action);
  while (answer.sending.status === 202) {
    const { location, retryAfter } = answer.sending;
    if (location === null || !URL.canParse(location)) throw new Error('202 without an absolute Location.');
    // An integer, or the engine takes it for none: https://learn.microsoft.com/azure/logic-apps/logic-apps-create-api-app
    const seconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : usualPollInterval;
    await sleep(seconds / divisor);
    answer = await send({ method: 'GET', uri: location, headers: action.headers ?? {} });
  }
  const { status: statusCode } = answer.sending;
  const body: unknown = answer.text === '' ? undefined : JSON.parse(answer.text);
  return { outcome: statusCode >= 200 && statusCode < 300 ? 'Succeeded' : 'Failed', statusCode, body, sendings };
}
