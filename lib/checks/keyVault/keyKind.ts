import { MalformedError } from '../define.ts';
import { observedText, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

// The control plane's reference names the first four; vaults hold AES keys as well:
// https://learn.microsoft.com/azure/key-vault/keys/about-keys#key-types-and-protection-methods
const kinds = ['RSA', 'RSA-HSM', 'EC', 'EC-HSM', 'oct', 'oct-HSM'] as const;

/** The type of a key. Every key has one: an entry without it is not the whole key, and what else it lacks proves nothing. */
export function kindOf(key: Row): (typeof kinds)[number] {
  const value = textAt(key, 'properties.kty');
  const kind = kinds.find((one) => one === value);
  if (kind !== undefined) return kind;
  throw new MalformedError(
    `properties.kty is ${observedText(value)}, which is none of ${kinds.map(observedText).join(', ')}`,
  );
}
