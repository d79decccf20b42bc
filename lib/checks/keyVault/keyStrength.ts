import { define, MalformedError } from '../define.ts';
import { fail, notApplicable, observedText, pass, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeEntries } from './judgeEntries.ts';
import { kindOf } from './keyKind.ts';
import { keysInFull, vault } from './needs.ts';

const smallestModulus = 3072;
const quantumSafeBits = 256;

function judgeBits(key: Row, fewest: number): Verdict {
  const path = 'properties.keySize';
  const bits = valueAt(key, path);
  if (typeof bits !== 'number') throw new MalformedError(`${path} is ${observedText(bits)}, not a number`);
  const judge = bits >= fewest ? pass : fail;
  return judge(path, String(bits), `${String(fewest)} or more`);
}

function judgeAlgorithm(key: Row): Verdict {
  const kind = kindOf(key);
  if (kind === 'oct' || kind === 'oct-HSM') return judgeBits(key, quantumSafeBits);
  return fail('properties.kty', observedText(kind), `"oct-HSM" of ${String(quantumSafeBits)} bits`);
}

function judgeModulus(key: Row): Verdict {
  const kind = kindOf(key);
  if (kind === 'RSA' || kind === 'RSA-HSM') return judgeBits(key, smallestModulus);
  return notApplicable(`it is no RSA key but ${kind}`);
}

export const keyAlgorithm = define({
  id: 'keyvault-key-algorithm',
  title: 'Keys withstand quantum computers',
  severity: 'low',
  why: 'What RSA or elliptic curves protect can be recorded today and decrypted once a large quantum computer exists; data that must stay secret for long is at risk now.',
  fix: {
    text: 'List what these keys protect and how long it must stay secret. Where it is long, wrap with 256-bit oct-HSM keys (Managed HSM, or a Premium vault in preview), and keep applications able to change algorithms.',
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/keys/about-keys#quantum-resistant-quantum-safe-or-post-quantum-cryptography',
  absent: 'Unknown: every key has a type and an AES key a size. Disabled keys are not applicable.',
  on: vault,
  needs: { keys: keysInFull },
  evaluate: (_vault, { keys }) => judgeEntries(keys, judgeAlgorithm),
});

export const keySize = define({
  id: 'keyvault-key-size',
  title: 'RSA keys have 3072 bits or more',
  severity: 'low',
  why: 'RSA of 2048 bits is as strong as a symmetric key of 112 bits, the least that is still allowed; 3072 bits reach the usual 128.',
  fix: { text: 'Create a new version of the key with 3072 or 4096 bits and let its users move to it.' },
  reference: 'https://learn.microsoft.com/azure/key-vault/keys/secure-keys#key-usage-and-operations',
  absent: 'Unknown: every RSA key has a size. Other and disabled keys are not applicable.',
  policies: ['82067dbb-e53b-4e06-b631-546d197452d9'],
  on: vault,
  needs: { keys: keysInFull },
  evaluate: (_vault, { keys }) => judgeEntries(keys, judgeModulus),
});
