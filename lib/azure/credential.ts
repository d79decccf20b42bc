import type { GetTokenOptions, TokenCredential } from '@azure/core-auth';
import { CollectError } from '../collect/collector.ts';
import { isRow } from '../model/row.ts';
import type { CloudSettings } from '../settings.ts';
import { settle, withoutSecrets } from './redact.ts';

const whatToDo =
  'Sign in with "az login", or give the app a managed identity, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; then see that the identity has the role Reader.';

/** The errors of a chain of credentials, or the one error of a single one. */
function refusalsOf(error: unknown): readonly unknown[] {
  const errors = isRow(error) ? error['errors'] : undefined;
  return Array.isArray(errors) && errors.length > 0 ? errors : [error];
}

function describe(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = settle(message.split('\n').find((line) => line.trim() !== '') ?? '');
  return error instanceof Error && error.name !== 'Error' ? `${error.name}: ${firstLine}` : firstLine;
}

function isServiceFault(error: unknown): boolean {
  const status = isRow(error) ? error['statusCode'] : undefined;
  return typeof status === 'number' && (status === 429 || status >= 500);
}

/** Each credential's refusal on a line of its own, then what to do. */
export function signInError(error: unknown): CollectError {
  const refusals = refusalsOf(error);
  const cause = withoutSecrets(error);
  const lines = refusals.map((refusal) => `- ${describe(refusal)}`).join('\n');
  if (refusals.some(isServiceFault)) {
    return new CollectError('transient', `The sign-in service failed.\n${lines}`, { cause });
  }
  return new CollectError('signIn', `Signing in to Azure failed.\n${lines}\n${whatToDo}`, { cause });
}

/** The same credential with failures as a `CollectError`: `signIn`, or `transient` where the sign-in service itself failed. */
export function explainingCredential(credential: TokenCredential): TokenCredential {
  return {
    getToken: async (scopes, options?: GetTokenOptions) => {
      try {
        return await credential.getToken(scopes, options);
      } catch (error) {
        throw signInError(error);
      }
    },
  };
}

function openCredential(authorityHost: string): TokenCredential {
  let opening: Promise<TokenCredential> | undefined;
  // Loading the package takes a good part of a cold start, which calls that need no token shall not pay.
  const open = async (): Promise<TokenCredential> => {
    const { DefaultAzureCredential } = await import('@azure/identity');
    return new DefaultAzureCredential({ authorityHost });
  };
  return {
    getToken: async (scopes, options?: GetTokenOptions) => {
      opening ??= open();
      return (await opening).getToken(scopes, options);
    },
  };
}

const credentials = new Map<string, TokenCredential>();

/** `DefaultAzureCredential` of a cloud: one for the process, so that its tokens are kept, and opened when the first is asked for. */
export function defaultCredential({ authorityHost }: Pick<CloudSettings, 'authorityHost'>): TokenCredential {
  const known = credentials.get(authorityHost) ?? openCredential(authorityHost);
  credentials.set(authorityHost, known);
  return known;
}
