import { MalformedError } from '../define.ts';
import { judgePart, notApplicable, observedText, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';

/** One verdict for each key or secret of a vault, by its name. A disabled one serves nobody. */
export function judgeEntries(entries: readonly Row[], judge: (entry: Row) => Verdict): readonly Judged[] {
  return entries.map((entry, index) => {
    const name = entry['name'];
    if (typeof name !== 'string') {
      return judgePart(`[${String(index)}]`, () => {
        throw new MalformedError(`name is ${observedText(name)}, not text`);
      });
    }
    const enabled = () => valueAt(entry, 'properties.attributes.enabled') !== false;
    return judgePart(name, () => (enabled() ? judge(entry) : notApplicable('it is disabled')));
  });
}
