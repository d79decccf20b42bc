import type { ExemptionMark, FindingStatus, FindingView } from '../../model/finding.ts';
import { locationOf } from './location.ts';
import { evidenceOf, messageOf } from './message.ts';
import { levels } from './rule.ts';

/** `open`: evaluated, and too little was known to decide (3.27.9). */
const kinds = { fail: 'fail', unknown: 'open', pass: 'pass' } as const satisfies Record<FindingStatus, string>;

function suppressionOf({ reason, ...rest }: ExemptionMark): object {
  return { kind: 'external', status: 'accepted', justification: reason, properties: rest };
}

/** The same for the same (check, resource, sub-key) in every scan; Azure's casing of an id is not. */
function fingerprintsOf({ checkId, resourceId, subKey }: FindingView): object {
  return {
    'checkResourceSubKey/v1': JSON.stringify([checkId, resourceId.toLowerCase(), subKey]),
    // All that code scanning reads; it adds the rule and the location.
    primaryLocationLineHash: subKey === '' ? 'whole' : subKey,
  };
}

/** What a result has no place for. `tags` of a property bag are SARIF's own (3.8.2), so Azure's have another name. */
function propertiesOf(finding: FindingView): object {
  const { checkId: _ruleId, resourceId: _location, why: _rule, reference: _help, tags, ...rest } = finding;
  return { ...rest, resourceTags: tags };
}

/** A finding as a result; a level says how bad a fail is, so that only fails have one (3.27.10). */
export function resultOf(finding: FindingView, ruleIndex: number): object {
  const { checkId, status, severity, resourceId, resourceName, firstSeen, exemption } = finding;
  return {
    ruleId: checkId,
    ruleIndex,
    kind: kinds[status],
    level: status === 'fail' ? levels[severity] : 'none',
    message: messageOf(evidenceOf(finding)),
    locations: [locationOf(resourceId, resourceName)],
    partialFingerprints: fingerprintsOf(finding),
    ...(firstSeen === null ? {} : { provenance: { firstDetectionTimeUtc: firstSeen.at } }),
    // Of all results or of none (3.27.23).
    suppressions: exemption === null ? [] : [suppressionOf(exemption)],
    properties: propertiesOf(finding),
  };
}
