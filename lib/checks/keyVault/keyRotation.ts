import { define, partly, unknownBecause } from '../define.ts';
import { fail, notApplicable, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Read, Verdict } from '../../model/verdict.ts';
import { judgeEntries } from './judgeEntries.ts';
import { kindOf } from './keyKind.ts';
import { keysInFull, secrets, vault } from './needs.ts';

const certificateContents = ['application/x-pkcs12', 'application/x-pem-file'];

/**
 * A certificate comes with a key and a secret of its name, and its own policy renews the key. The control plane marks
 * neither as managed, but the secret's content type tells.
 * https://learn.microsoft.com/azure/key-vault/certificates/about-certificates#composition-of-a-certificate
 */
function holdsCertificate(secret: Row, name: string | undefined): boolean {
  const contents = textAt(secret, 'properties.contentType');
  return contents !== undefined && certificateContents.includes(contents) && textAt(secret, 'name') === name;
}

function judgeRotation(key: Row, read: Read<readonly Row[]>): Verdict {
  const path = 'properties.rotationPolicy.lifetimeActions';
  const actions = rowsAt(key, path)?.map((action) => textAt(action, 'action.type'));
  const expected = 'an action "rotate"';
  if (actions?.some((action) => action?.toLowerCase() === 'rotate') === true) {
    return pass(`${path}[].action.type`, observedText(actions), expected);
  }
  // Throws where this is not the whole key.
  kindOf(key);
  if (read.state === 'unread') return unknownBecause(read);
  const name = textAt(key, 'name');
  if (read.value.some((secret) => holdsCertificate(secret, name))) {
    return notApplicable('it belongs to a certificate, which is renewed as a whole');
  }
  return fail(`${path}[].action.type`, observedText(actions), expected);
}

export const keyRotation = define({
  id: 'keyvault-key-rotation',
  title: 'Keys are rotated by policy',
  severity: 'medium',
  why: 'A key that is rotated by hand is rotated late; the longer one is in use, the more a leak of it opens.',
  fix: {
    text: 'Give each key a rotation policy with a rotate action, at least every two years. What uses the key must name it without a version.',
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation#key-rotation-policy',
  absent: 'Fails: an empty rotation policy is left out. Disabled keys and those of certificates are not applicable.',
  policies: ['d8cf8476-a2ec-4916-896e-992351803c44'],
  on: vault,
  needs: { keys: keysInFull, secrets: partly(secrets) },
  evaluate: (_vault, data) => judgeEntries(data.keys, (key) => judgeRotation(key, data.secrets)),
});
