import { MalformedError } from '../define.ts';
import { fail, observedText, pass, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';

const path = 'properties.publicNetworkAccess';
const known = ['Enabled', 'Disabled', 'SecuredByPerimeter'] as const;
export type PublicAccess = (typeof known)[number];

/** Azure's own pages spell the values both ways, `enabled` and `Enabled`; absent means enabled: https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults#vaultproperties */
export function publicAccessOf(subject: Row): PublicAccess {
  const value = textAt(subject, path);
  if (value === undefined) return 'Enabled';
  const access = known.find((one) => one.toLowerCase() === value.toLowerCase());
  if (access !== undefined) return access;
  throw new MalformedError(`${path} is ${observedText(value)}, which is none of ${known.map(observedText).join(', ')}`);
}

export function judgePublicAccess(subject: Row): Verdict {
  const value = textAt(subject, path);
  const observed = value === undefined ? 'not set (default "Enabled")' : observedText(value);
  const judge = publicAccessOf(subject) === 'Enabled' ? fail : pass;
  return judge(path, observed, '"Disabled" or "SecuredByPerimeter"');
}
