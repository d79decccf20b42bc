import { define, MalformedError } from '../define.ts';
import { fail, isOneOf, observedText, pass, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeCertificates, judgeWhole } from './judgeCertificates.ts';
import { certificates, vault } from './needs.ts';

const smallestModulus = 2048;
const kinds = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM'] as const;

function judgeModulus(whole: Row): Verdict {
  const path = 'policy.key_props.key_size';
  const bits = valueAt(whole, path);
  if (typeof bits !== 'number') throw new MalformedError(`${path} is ${observedText(bits)}, not a number`);
  const judge = bits >= smallestModulus ? pass : fail;
  return judge(path, String(bits), `${String(smallestModulus)} or more`);
}

function judgeCurve(whole: Row): Verdict {
  const path = 'policy.key_props.crv';
  if (valueAt(whole, path) === undefined) throw new MalformedError(`${path} is not set`);
  return isOneOf(whole, path, { safe: ['P-256', 'P-384', 'P-521'], unsafe: ['P-256K'] });
}

function judgeKey(whole: Row): Verdict {
  const path = 'policy.key_props.kty';
  const value = textAt(whole, path);
  const kind = kinds.find((one) => one === value);
  if (kind === 'RSA' || kind === 'RSA-HSM') return judgeModulus(whole);
  if (kind !== undefined) return judgeCurve(whole);
  throw new MalformedError(`${path} is ${observedText(value)}, which is none of ${kinds.map(observedText).join(', ')}`);
}

export const certificateKeyAlgorithm = define({
  id: 'keyvault-certificate-key-algorithm',
  title: 'Certificates have strong keys of common kinds',
  severity: 'medium',
  why: 'A short RSA key can be factored, and P-256K is on no list of curves that Microsoft recommends. No kind of key that a certificate can have withstands quantum computers yet: keyvault-key-algorithm says so of its key.',
  fix: {
    text: 'Give the policy of the certificate an RSA key of 2048 bits or more (4096 where much depends on it) or a key on P-256, P-384 or P-521, then create a new version.',
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/certificates/secure-certificates#certificate-issuance-policies',
  absent:
    'Unknown: every certificate has a type of key and its size or curve. Disabled certificates are not applicable.',
  policies: ['cee51871-e572-4576-855c-047c820360f0', 'bd78111f-4953-4367-9fd5-7e08808b54bf'],
  on: vault,
  needs: { certificates },
  evaluate: (_vault, data) => judgeCertificates(data.certificates, ({ whole }) => judgeWhole(whole, judgeKey)),
});
