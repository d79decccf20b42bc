import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { CollectError } from '../collect/collector.ts';
import type { KeyVaultSettings } from '../settings.ts';
import type { Arm, ArmAnswer } from './arm.ts';
import { readArmError } from './armError.ts';
import { parseJson } from './parseJson.ts';
import { withoutSecrets } from './redact.ts';

/** Milliseconds that a try may take. Vaults answer fast or, behind a private endpoint, not at all. */
const timeout = 10_000;

/** Why a vault gave no answer. */
export interface NoAnswer {
  /** `elsewhere`: the address is no vault's, and nothing was sent. */
  readonly noAnswer: 'elsewhere' | 'unreachable' | 'signIn';
  readonly detail: string;
}

/** The vaults of a cloud at their own addresses. */
export interface KeyVault {
  /** GET. Throws a `CollectError`: `wait`, or `transient` where the vault itself failed. */
  get(address: string): Promise<ArmAnswer | NoAnswer>;
}

/**
 * An address of a vault of the cloud: https, the vault's name right below the cloud's domain, nothing else in its host.
 * `undefined` for any other: tokens are sent nowhere else.
 */
export function vaultAddress(address: string, suffix: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  const name = url.hostname.endsWith(`.${suffix}`) ? url.hostname.slice(0, -suffix.length - 1) : '';
  return /^[a-z\d-]+$/.test(name) ? url : undefined;
}

async function answerOf(host: string, send: () => Promise<PipelineResponse>): Promise<ArmAnswer | NoAnswer> {
  let response;
  try {
    response = await send();
  } catch (error) {
    // A vault that nobody may sign in to is no reason to end the scan.
    if (error instanceof CollectError && error.code === 'signIn') {
      return { noAnswer: 'signIn', detail: error.message.replaceAll('\n', ' ') };
    }
    if (error instanceof CollectError) throw error;
    return { noAnswer: 'unreachable', detail: withoutSecrets(error).message };
  }
  const { status } = response;
  const body = parseJson(response.bodyAsText);
  if (status < 500 && status !== 408) return { status, body };
  const { code, message } = readArmError(body);
  const said = `${String(status)} ${code}: ${message}`.trim();
  throw new CollectError('transient', `${host} failed: ${said}`, { answered: true });
}

export function openKeyVault(arm: Arm, { suffix, audience, endpoint }: KeyVaultSettings): KeyVault {
  const send = arm.openService(audience, timeout);
  return {
    get: (address) => {
      const url = vaultAddress(address, suffix);
      if (url === undefined) {
        const where = URL.canParse(address) ? new URL(address).host : 'an unreadable address';
        const detail = `${where} is no address of a vault below ${suffix}: nothing was sent there`;
        return Promise.resolve({ noAnswer: 'elsewhere', detail });
      }
      const target = endpoint === undefined ? url.href : `${endpoint}/${url.host}${url.pathname}${url.search}`;
      const quota = { vault: url.host, subscription: '', provider: 'microsoft.keyvault', region: '', list: false };
      return answerOf(url.host, () => send(target, quota));
    },
  };
}
