import { define } from '../define.ts';
import { fail, pass } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { judgeEntries } from './judgeEntries.ts';
import { keysInFull, secrets, vault } from './needs.ts';
import { timeAt } from './timeAt.ts';

const path = 'properties.attributes.exp';

function judgeExpiry(entry: Row): Verdict {
  const end = timeAt(entry, path);
  return end === undefined ? fail(path, 'not set', 'a date') : pass(path, end.toISOString(), 'a date');
}

export const keyExpiration = define({
  id: 'keyvault-key-expiration',
  title: 'Keys have an expiration date',
  severity: 'medium',
  why: 'A key without one is never due: it is used until someone remembers it, also after a leak that nobody noticed.',
  fix: { text: 'Give each key an expiration date, and a rotation policy that replaces it in time.' },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/azure-policy#lifecycle-of-keys',
  absent: 'Fails: by default a key never expires. Disabled keys are not applicable.',
  policies: ['152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0'],
  on: vault,
  // The other checks read keys whole: one list serves all.
  needs: { keys: keysInFull },
  evaluate: (_vault, data) => judgeEntries(data.keys, judgeExpiry),
});

export const secretExpiration = define({
  id: 'keyvault-secret-expiration',
  title: 'Secrets have an expiration date',
  severity: 'medium',
  why: 'A secret without one stays good for whoever once read it, and nobody is reminded to change it.',
  fix: { text: 'Give each secret an expiration date, and change it before that date, best by automation.' },
  reference: 'https://learn.microsoft.com/azure/key-vault/secrets/about-secrets#secret-attributes',
  absent: 'Fails: the default of exp is forever. Disabled secrets are not applicable.',
  policies: ['98728c90-32c7-4049-8429-847dc0f4fe37'],
  on: vault,
  needs: { secrets },
  evaluate: (_vault, data) => judgeEntries(data.secrets, judgeExpiry),
});
