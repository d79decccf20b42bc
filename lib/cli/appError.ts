import { ApiError } from './apiClient.ts';
import type { AppAddress } from './command.ts';

/** A deployed app that cannot be used as it was asked for: nothing was scanned. */
export class AppError extends Error {
  readonly code = 'app';

  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'AppError';
  }
}

function refusalOf401({ headers }: AppAddress): string {
  if ('authorization' in headers)
    return 'refused the token of VIGIL_APP_TOKEN. Get a new one, for the app registration of this app';
  if ('x-functions-key' in headers) return 'refused the key. Give a function key or the host key of this app';
  return 'asks who is calling. Set VIGIL_APP_KEY to a function key, or VIGIL_APP_TOKEN where its callers sign in';
}

/** What the first calls to an app met, as a sentence of what to do; other errors as they are. */
export function explainAppError(app: AppAddress, error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { status, code, message } = error;
  const because = (sentence: string) => new AppError(`${app.url} ${sentence}.`, error);
  if (status === 0) return because(`cannot be reached. ${message.replace(/\.$/, '')}`);
  if (status >= 300 && status < 400) return because(`leads elsewhere (${message}). Give the address of the app itself`);
  if (status === 401) return because(`${refusalOf401(app)} (401)`);
  if (status === 403 && code === 'Forbidden')
    return because(`refused the caller (403): ${message.replace(/^.*?: |\.$/g, '')}`);
  if (status === 403)
    return because('refused the call (403): the app is stopped, or does not take calls from this network');
  if (status === 404) return because(`is no Vigil: ${message}`);
  if (status === 400) return because(`cannot do this: ${message.replace(/\.$/, '')}`);
  if (code === 'badAnswer') return because(`is no Vigil of a version that this command knows: ${message}`);
  return error;
}
