/** Findings by check or by owner. A group makes its lines when it is opened, some at a time, so that thousands cost nothing. */
export const groupScript = String.raw`
/** @typedef {{ key: string, by: string, entries: Entry[] }} Group */

const linesAtOnce = 50;
const groupsAtOnce = 100;
/** Keys of the groups that the reader opened. @type {Set<string>} */
const opened = new Set();

/** @param {Entry} entry @param {string} by */
function keyOf({ finding, check }, by) {
  return by === 'owner' ? finding.owner : check.id;
}

/** How many of each severity, worst first. @param {Group} group */
function weights({ entries }) {
  return severityOrder.map((severity) => entries.filter(({ check }) => check.severity === severity).length);
}

/** @param {Entry[]} matched @param {string} by @returns {Group[]} */
function groupsOf(matched, by) {
  /** @type {Map<string, Entry[]>} */
  const found = new Map();
  for (const entry of matched) {
    const key = keyOf(entry, by);
    const of = found.get(key);
    if (of === undefined) found.set(key, [entry]);
    else of.push(entry);
  }
  const groups = [...found].map(([key, entries]) => ({ key, by, entries }));
  const ranked = groups.map((group) => ({ group, weight: weights(group) }));
  ranked.sort((a, b) => {
    const differs = a.weight.findIndex((count, index) => count !== b.weight[index]);
    return differs < 0 ? (a.group.key < b.group.key ? -1 : 1) : b.weight[differs] - a.weight[differs];
  });
  return ranked.map(({ group }) => group);
}

/** @param {Group} group */
function countText({ key, by, entries }) {
  const unknown = entries.filter(({ finding }) => finding.status === 'unknown').length;
  const failed = entries.length - unknown;
  const exempted = entries.filter(({ finding }) => finding.exempted !== undefined).length;
  const parts = [[failed, 'failed'], [unknown, 'unknown'], [exempted, 'exempted']].filter(([count]) => count !== 0);
  const text = parts.map(([count, word]) => figure(Number(count)) + ' ' + word).join(', ');
  const total = by === 'owner' ? ownerTotals.get(key) : facts.byCheck[key];
  const held = heldBy(by).get(key) ?? 0;
  return total !== undefined && total > held ? text + ' (' + figure(total) + ' in all)' : text;
}

/** @type {Map<string, Map<string, number>>} */
const held = new Map();

/** How many findings the page holds, by the keys of its groups. @param {string} by */
function heldBy(by) {
  const known = held.get(by);
  if (known !== undefined) return known;
  const counts = new Map(groupsOf(entries, by).map((group) => [group.key, group.entries.length]));
  held.set(by, counts);
  return counts;
}

/** @param {Group} group */
function groupLine(group) {
  const check = group.entries[0].check;
  const count = element('span', 'figures', countText(group));
  if (group.by === 'check')
    return element('summary', '', chip(check.severity), element('span', 'title', check.title + ' ', element('code', '', check.id)), count);
  const split = weights(group).map((amount, index) => (amount === 0 ? '' : figure(amount) + ' ' + severityOrder[index]));
  const owner = element('strong', 'long', group.key === '' ? 'no owner' : group.key);
  return element('summary', '', element('span', 'title', owner, ' ', element('small', '', split.filter((text) => text !== '').join(', '))), count);
}

/** Appends the elements of the next entries, and a button for those after them. @template T @param {HTMLElement} parent @param {T[]} of @param {(one: T) => HTMLElement} make @param {number} atOnce @param {string} noun */
function addSome(parent, of, make, atOnce, noun) {
  const made = of.slice(0, atOnce).map(make);
  parent.append(...made);
  const rest = of.slice(atOnce);
  if (rest.length === 0) return made;
  const more = element('button', 'next', 'Show more of ' + counted(rest.length, 'further ' + noun));
  more.setAttribute('type', 'button');
  more.addEventListener('click', () => {
    more.remove();
    const next = addSome(parent, rest, make, atOnce, noun);
    next[0].querySelector('summary')?.focus();
  });
  parent.append(more);
  return made;
}

/** @param {Group} group @param {boolean} everything @param {boolean} open */
function groupElement(group, everything, open) {
  const made = element('details', 'group', groupLine(group));
  const fill = () => {
    if (made.childElementCount > 1) return;
    if (group.by === 'check') made.append(element('p', 'why', group.entries[0].check.why));
    addSome(made, group.entries, (entry) => findingElement(entry, group.by, everything), everything ? Infinity : linesAtOnce, 'finding');
  };
  if (everything || open) {
    fill();
    made.setAttribute('open', '');
  }
  if (!everything) made.addEventListener('toggle', () => {
    fill();
    if (made.hasAttribute('open')) opened.add(group.key);
    else opened.delete(group.key);
  });
  return made;
}

/** @param {Entry[]} matched @param {string} by @param {boolean} everything @param {boolean} openAll */
function drawGroups(matched, by, everything, openAll) {
  const place = byId('groups', HTMLElement);
  const groups = groupsOf(matched, by);
  place.replaceChildren();
  const make = (/** @type {Group} */ group) => groupElement(group, everything, openAll || opened.has(group.key));
  addSome(place, groups, make, everything ? Infinity : groupsAtOnce, by === 'owner' ? 'owner' : 'check');
  return groups.length;
}
`;
