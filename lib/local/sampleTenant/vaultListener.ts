import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Access } from './access.ts';
import { openVaults } from './answerVault.ts';
import type { CallCounter } from './callCounts.ts';
import type { Estate } from './estate.ts';

export interface VaultTenant {
  readonly estate: Estate;
  readonly access: Access;
  readonly counter: CallCounter;
  /** Milliseconds added to each call. */
  readonly latency: number;
}

const vaultPath = /^\/(?<host>[a-z\d-]+\.vault\.azure\.net)(?<path>\/.*)$/;

/** Whether a call is one of a vault itself: its path begins with the vault's host. */
export function isVaultCall({ url = '' }: IncomingMessage): boolean {
  return vaultPath.test(url);
}

/** Serves the vaults of an estate in the place of their own addresses. */
export function vaultListener(tenant: VaultTenant): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = openVaults(tenant.estate, tenant.access);

  async function respond({ url = '', headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(url, 'https://localhost');
    const { host = '', path = '' } = vaultPath.exec(pathname)?.groups ?? {};
    const given = answer({ host, path, parameters: searchParams, authorization: headers.authorization });
    const one = path.split('/').filter(Boolean).length > 1 ? '/*' : '';
    tenant.counter.noteVault(`microsoft.keyvault/vaults certificates${one}`, given?.status ?? 0);
    if (tenant.latency > 0) await sleep(tenant.latency);
    // A name that no vault has leads nowhere.
    if (given === undefined) response.destroy();
    else response.writeHead(given.status, given.headers).end(given.text);
  }

  return (request, response) => {
    request.resume();
    respond(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  };
}
