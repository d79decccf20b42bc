import { define, MalformedError } from '../define.ts';
import { fail, observedText, pass, rowsAt, textAt, valueAt } from '../property.ts';
import { defaultParameters } from '../../model/parameters.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeCertificates, judgeWhole, type Certificate } from './judgeCertificates.ts';
import { certificates, vault } from './needs.ts';
import { timeAt } from './timeAt.ts';

const dayMilliseconds = 24 * 60 * 60 * 1000;
const usualDays = defaultParameters.certificateDays;
const trigger = 'policy.lifetime_actions[].trigger';

function mustHave(row: Row, path: string): Date {
  const time = timeAt(row, path);
  if (time === undefined) throw new MalformedError(`${path} is not set`);
  return time;
}

function numberAt(row: Row, path: string): number | undefined {
  const value = valueAt(row, path);
  if (value === undefined || typeof value === 'number') return value;
  throw new MalformedError(`${path} is ${observedText(value)}, not a number`);
}

function dueBy(action: Row, { listed }: Certificate): Date {
  const end = mustHave(listed, 'attributes.exp').getTime();
  const days = numberAt(action, 'trigger.days_before_expiry');
  if (days !== undefined) return new Date(end - days * dayMilliseconds);
  const share = numberAt(action, 'trigger.lifetime_percentage');
  if (share === undefined) throw new MalformedError(`${trigger} names neither days nor a percentage`);
  const start = mustHave(listed, 'attributes.nbf').getTime();
  return new Date(start + ((end - start) * share) / 100);
}

/**
 * When the vault renews it by itself; not where the issuer is one that it cannot ask.
 * https://learn.microsoft.com/azure/key-vault/certificates/overview-renew-certificate
 */
function renewalsOf(whole: Row, certificate: Certificate): readonly Date[] {
  if (textAt(whole, 'policy.issuer.name')?.toLowerCase() === 'unknown') return [];
  const actions = rowsAt(whole, 'policy.lifetime_actions') ?? [];
  return actions
    .filter((action) => textAt(action, 'action.action_type')?.toLowerCase() === 'autorenew')
    .map((action) => dueBy(action, certificate));
}

function judgeExpiry(certificate: Certificate, at: Date, days: number): Verdict {
  const path = 'attributes.exp';
  const end = mustHave(certificate.listed, path);
  const evidence = [path, end.toISOString(), `a date over ${String(days)} days after the scan`] as const;
  if (end.getTime() > at.getTime() + days * dayMilliseconds) return pass(...evidence);
  if (end <= at) return fail(...evidence);
  return judgeWhole(certificate.whole, (whole) => {
    const renewals = renewalsOf(whole, certificate);
    const [first] = renewals;
    // One that is due and has not happened has failed.
    if (first === undefined || renewals.some((due) => due <= at)) return fail(...evidence);
    return pass(trigger, `AutoRenew on ${first.toISOString()}`, `renewal before ${end.toISOString()}`);
  });
}

export const certificateExpiry = define({
  id: 'keyvault-certificate-expiry',
  title: 'Certificates are renewed before they expire',
  severity: 'medium',
  why: 'What presents a certificate that has expired is refused by its clients: the service stops, and whoever mends it in haste may turn the validation off.',
  fix: {
    text: `Renew what expires within ${String(usualDays)} days, let the vault renew by itself where its issuer allows that, and find out why a renewal that was due has failed. Disable certificates that nobody uses.`,
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/certificates/secure-certificates#certificate-monitoring-and-alerts',
  absent:
    'Unknown: every certificate has an end. Disabled certificates are not applicable. A renewal that the vault makes by itself and that is still to come passes.',
  policies: ['f772fb64-8e40-40ad-87bc-7706e1949427'],
  parameters: ['certificateDays'],
  on: vault,
  needs: { certificates },
  evaluate: (_vault, data, at, { certificateDays }) =>
    judgeCertificates(data.certificates, (certificate) => judgeExpiry(certificate, at, certificateDays)),
});
