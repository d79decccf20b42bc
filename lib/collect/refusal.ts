import type { ArmAnswer } from '../azure/arm.ts';
import { readArmError } from '../azure/armError.ts';
import type { Reason, Unread } from '../model/verdict.ts';

export function unread(reason: Reason, detail: string, permission = ''): Unread {
  return { state: 'unread', reason, detail, permission };
}

function reasonOf(status: number): Reason {
  if (status === 401 || status === 403) return 'denied';
  return status >= 400 ? 'notFound' : 'malformed';
}

/** The action that Azure names in a refusal: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---unable-to-assign-a-role-using-a-service-principal-with-azure-cli */
function actionIn(message: string): string | undefined {
  return /perform action '([^']+)'/.exec(message)?.[1];
}

/**
 * What an answer that is no success says about a resource: `denied` with the permission; `notFound` for what is not
 * there or what the service does not offer for this resource; `malformed` for a redirect or a success of another kind.
 */
export function refusalOf({ status, body }: ArmAnswer, permission: string): Unread {
  const { code, message } = readArmError(body);
  const reason = reasonOf(status);
  const detail = `${String(status)} ${[code, message].filter((part) => part !== '').join(': ')}`.trim();
  return unread(reason, `Azure answered ${detail}`, reason === 'denied' ? (actionIn(message) ?? permission) : '');
}

/**
 * Whether the answer says that the subscription does not use the provider, which means that it holds none of its resources.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-register-resource-provider
 * Microsoft.Storage says it as 404 "Subscription {id} was not found", where ARM itself writes "The subscription '{id}'
 * could not be found": https://github.com/Azure/azure-cli/issues/29267
 */
export function isNotRegistered({ status, body }: ArmAnswer): boolean {
  const { codes, message } = readArmError(body);
  if (status !== 404 && status !== 409) return false;
  if (codes.includes('MissingSubscriptionRegistration') || codes.includes('SubscriptionNotRegistered')) return true;
  return codes.includes('SubscriptionNotFound') && /^Subscription '?[\w-]+'? was not found/i.test(message);
}

/** Whether a 404 speaks of the resource itself, or of what it lies in, rather than of the child that was asked for. */
export function isGone(body: unknown, id: string): boolean {
  const { codes, message } = readArmError(body);
  if (codes.includes('ResourceGroupNotFound') || codes.includes('SubscriptionNotFound')) return true;
  const segments = id.slice(id.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length);
  return codes.includes('ResourceNotFound') && message.toLowerCase().includes(`'${segments.toLowerCase()}'`);
}
