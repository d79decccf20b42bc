import { type Stack, type StackOptions, startStack } from '../../../lib/local/stack.ts';
import { type Api, openApi } from './callApi.ts';
import { readResult, type Result } from './readResult.ts';

/** Starts the whole product for as long as `use` runs. */
export async function withStack<T>(options: StackOptions, use: (stack: Stack, api: Api) => Promise<T>): Promise<T> {
  const stack = await startStack(options);
  try {
    return await use(stack, openApi(stack.baseUrl, options.keys?.[0]));
  } finally {
    await stack.stop();
  }
}

/** A scan of everything visible, to its end, at most `within` milliseconds. */
export async function scanOnce(api: Api, within = 60_000, body: unknown = {}): Promise<Result> {
  const { id } = await api.start(body);
  await api.finished(id, within);
  return readResult(api, id);
}

/** A generated tenant of storage accounts alone, evenly spread, as flags of the sample tenant. `latency` in milliseconds. */
export const accountsIn = (subscriptions: number, accounts: number, latency: number): readonly string[] => [
  ...['--resources', String(accounts), '--accounts-only', '--subscriptions', String(subscriptions)],
  ...['--latency', String(latency)],
];
