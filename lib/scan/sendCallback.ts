import { request } from 'node:https';
import { version } from './context.ts';
import { checkWrittenAddress, lookupPublic } from './publicAddress.ts';
import { messageOf } from './trace.ts';

export interface Callback {
  readonly url: string;
  readonly body: unknown;
  /** Milliseconds from the first packet to the answer. */
  readonly patience: number;
  readonly allowPrivate: boolean;
}

/** What became of a callback. `gone`: the receiver does not know it any more; `detail` never holds the address. */
export type Sent = { readonly state: 'delivered' } | { readonly state: 'gone' | 'failed'; readonly detail: string };

/** The receiver does not know the callback, or has it already: asking again changes nothing. */
const goneStatuses = new Set([404, 409, 410]);

function judge(status: number): Sent {
  if (status >= 200 && status < 300) return { state: 'delivered' };
  const answered = `it answered ${String(status)}`;
  if (goneStatuses.has(status)) return { state: 'gone', detail: answered };
  const redirected = status >= 300 && status < 400;
  return { state: 'failed', detail: redirected ? `${answered}, and redirects are not followed` : answered };
}

function post({ url, body, patience, allowPrivate }: Callback): Promise<number> {
  const text = Buffer.from(JSON.stringify(body));
  return new Promise((resolve, reject) => {
    if (!allowPrivate) checkWrittenAddress(new URL(url).hostname);
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': text.length,
      'user-agent': `vigil/${version}`,
    };
    const lookup = allowPrivate ? {} : { lookup: lookupPublic };
    // No agent that is shared: no connection outlives its check.
    const options = { method: 'POST', agent: false, headers, ...lookup, signal: AbortSignal.timeout(patience) };
    const outgoing = request(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      // What the receiver says besides is of no interest.
      response.destroy();
    });
    outgoing.on('error', reject).end(text);
  });
}

function reasonOf(error: unknown, patience: number): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const late = cause instanceof Error && cause.name === 'TimeoutError';
  return late ? `it did not answer within ${String(patience / 1000)} seconds` : messageOf(error);
}

/** Makes a callback once. Never throws. */
export async function sendCallback(callback: Callback): Promise<Sent> {
  try {
    return judge(await post(callback));
  } catch (error) {
    return { state: 'failed', detail: reasonOf(error, callback.patience) };
  }
}
