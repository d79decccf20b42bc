import type { ArmAnswer } from '../azure/arm.ts';
import { readArmError } from '../azure/armError.ts';
import type { NoAnswer } from '../azure/keyVault.ts';
import type { VaultSource } from '../model/check.ts';
import type { Unread } from '../model/verdict.ts';
import { refusalOf, unread } from './refusal.ts';

/** Refusals that no permission mends: https://learn.microsoft.com/azure/key-vault/general/common-error-codes */
const closedNetworks = [
  {
    code: 'ForbiddenByFirewall',
    message: /^Client address is not authorized/i,
    said: 'the firewall of the vault does not admit the address that this came from',
  },
  {
    code: 'ForbiddenByConnection',
    message: /^Public network access is disabled/i,
    said: 'the vault admits private endpoints alone, and this did not come through one',
  },
] as const;

/** https://learn.microsoft.com/azure/key-vault/general/rest-error-codes#http-403-insufficient-permissions */
function forbidden(answer: ArmAnswer, { permission }: VaultSource): Unread {
  const { codes, message } = readArmError(answer.body);
  const closed = closedNetworks.find((one) => codes.includes(one.code) || one.message.test(message));
  if (closed !== undefined) return unread('unavailable', `${closed.said} (403 ${closed.code})`);
  const { detail } = refusalOf(answer, permission);
  const byPolicy = codes.includes('ForbiddenByPolicy') || /does not have certificates? \w+ permission/i.test(message);
  const mend = byPolicy
    ? 'The vault goes by access policies: one with the certificate permissions list and get lets this identity in'
    : `The data action ${permission}, which the role Key Vault Reader holds, lets this identity in`;
  return unread('denied', `${detail} ${mend}`, permission);
}

function unanswered({ noAnswer, detail }: NoAnswer, { permission }: VaultSource): Unread {
  switch (noAnswer) {
    case 'elsewhere':
      return unread('malformed', detail);
    case 'unreachable':
      return unread('unavailable', `the vault cannot be reached from here: ${detail}`);
    case 'signIn':
      return unread('denied', detail, permission);
  }
}

/** What an answer of a vault that is no success says. */
export function vaultRefusal(answer: ArmAnswer | NoAnswer, source: VaultSource): Unread {
  if ('noAnswer' in answer) return unanswered(answer, source);
  return answer.status === 403 ? forbidden(answer, source) : refusalOf(answer, source.permission);
}
