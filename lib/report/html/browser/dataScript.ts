/** What the page holds, read from its two JSON elements, and the text that a search looks through. */
export const dataScript = String.raw`
/** @typedef {{ id: string, service: string, severity: string, title: string, why: string, fix: string, reference: string, link: string }} Check */
/**
 * @typedef {{
 *   check: number, status: string, name: string, id: string, type: string, group: string, subscriptionId: string,
 *   subscription: string, above?: string, region: string, tags: [string, string][], owner: string, part: string,
 *   evidence?: string, trail?: string[], reason?: string, detail?: string, permission?: string, command?: string,
 *   firstSeen?: { at: string, scanId: string }, exempted?: { reason: string, by: string, until: string },
 * }} Finding
 */
/** @typedef {{ checks: Check[], byCheck: Record<string, number>, byOwner: [string, number][], reasons: Record<string, string>, scanId: string, compared: boolean }} Facts */
/** @typedef {{ finding: Finding, check: Check, text: string }} Entry */

/** @type {Facts} */
const facts = embedded('facts');
/** @type {Finding[]} */
const findings = embedded('found');
const ownerTotals = new Map(facts.byOwner);
const severityOrder = ['critical', 'high', 'medium', 'low'];

/** @param {Finding} finding */
function subscriptionOf(finding) {
  return finding.subscription === '' ? finding.subscriptionId : finding.subscription;
}

/** @param {Finding} finding @param {Check} check */
function searchText(finding, check) {
  const { name, id, subscription, region, owner, part, evidence, reason, detail, permission, tags } = finding;
  const tagTexts = tags.map(([tag, value]) => tag + '=' + value);
  const texts = [name, part, check.id, check.title, id, subscription, region, owner, evidence, reason, detail, permission];
  return texts.concat(tagTexts).join('\n').toLowerCase();
}

/** @param {Finding} finding @returns {Entry} */
function entryOf(finding) {
  const check = facts.checks[finding.check];
  return { finding, check, text: searchText(finding, check) };
}

const entries = findings.map(entryOf);
`;
