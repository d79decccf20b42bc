import { MalformedError, unknownBecause } from '../define.ts';
import { judgePart, notApplicable, observedText, valueAt } from '../property.ts';
import { isRow, type Row } from '../../model/row.ts';
import { reasons, type Judged, type Read, type Unread, type Verdict } from '../../model/verdict.ts';

/** A certificate of a vault: as the list shows it, and read by itself. */
export interface Certificate {
  readonly listed: Row;
  readonly whole: Read<Row>;
}

const isText = (value: unknown): value is string => typeof value === 'string';

function unreadOf(value: unknown): Unread {
  if (!isRow(value)) throw new MalformedError('the certificate was not read');
  const { detail, permission } = value;
  const reason = reasons.find((one) => one === value['reason']);
  if (reason === undefined || !isText(detail) || !isText(permission))
    throw new MalformedError('the certificate was not read');
  return { state: 'unread', reason, detail, permission };
}

function wholeOf({ whole, unread }: Row): Read<Row> {
  return isRow(whole) ? { state: 'read', value: whole } : unreadOf(unread);
}

/** https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers */
function nameIn(listed: unknown): string | undefined {
  const id = isRow(listed) ? listed['id'] : undefined;
  return typeof id === 'string' ? /\/certificates\/([^/]+)/.exec(id)?.[1] : undefined;
}

function judgeEnabled(listed: Row, judge: () => Verdict): Verdict {
  return valueAt(listed, 'attributes.enabled') === false ? notApplicable('it is disabled') : judge();
}

/** One verdict for each certificate of a vault, by its name. A disabled one serves nobody. */
export function judgeCertificates(
  entries: readonly Row[],
  judge: (certificate: Certificate) => Verdict,
): readonly Judged[] {
  return entries.map((entry, index) => {
    const { listed } = entry;
    const name = nameIn(listed);
    if (!isRow(listed) || name === undefined) {
      return judgePart(`[${String(index)}]`, () => {
        throw new MalformedError(
          `id is ${observedText(isRow(listed) ? listed['id'] : listed)}, not that of a certificate`,
        );
      });
    }
    return judgePart(name, () => judgeEnabled(listed, () => judge({ listed, whole: wholeOf(entry) })));
  });
}

/** A verdict that needs the whole certificate. */
export function judgeWhole(whole: Read<Row>, judge: (whole: Row) => Verdict): Verdict {
  return whole.state === 'read' ? judge(whole.value) : unknownBecause(whole);
}
