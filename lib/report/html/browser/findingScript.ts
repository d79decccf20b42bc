/** One finding: a line that opens to everything that is known of it. */
export const findingScript = String.raw`
/** @param {HTMLElement} list @param {string} name @param {...Child} value */
function addFact(list, name, ...value) {
  list.append(element('dt', '', name), element('dd', '', ...value));
}

/** @param {HTMLElement} code */
function selectText(code) {
  const range = document.createRange();
  range.selectNodeContents(code);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** A page from disk may be refused the clipboard: then the command is selected, ready to be copied by hand. @param {HTMLElement} code @param {HTMLElement} button */
async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    selectText(code);
    button.textContent = 'Selected: press Ctrl+C';
  }
}

/** @param {string} command */
function commandElement(command) {
  const code = element('code', '', command);
  const button = element('button', 'copy', 'Copy');
  button.setAttribute('type', 'button');
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', () => void copy(code, button));
  return element('div', 'command', code, button);
}

/** @param {Check} check */
function referenceElement(check) {
  if (check.link === '') return check.reference;
  const anchor = element('a', '', ...breakable(check.reference));
  anchor.setAttribute('href', check.link);
  anchor.setAttribute('rel', 'noopener noreferrer');
  return anchor;
}

/** @param {string} listClass @param {string[]} texts */
function list(listClass, texts) {
  return element('ul', listClass, ...texts.map((text) => element('li', '', ...breakable(text))));
}

/** @param {HTMLElement} body @param {Finding} finding */
function addVerdict(body, { evidence, trail, reason, detail, permission }) {
  if (evidence !== undefined) addFact(body, 'Evidence', evidence);
  if (trail !== undefined && trail.length > 0) addFact(body, 'Trail', list('trail', trail));
  if (reason !== undefined) addFact(body, 'Not known', (facts.reasons[reason] ?? reason) + (detail ? ': ' + detail : ''));
  if (permission !== undefined) addFact(body, 'Missing', element('code', '', ...breakable(permission)));
}

/** @param {HTMLElement} body @param {Finding} finding @param {Check} check */
function addRemedy(body, { command }, check) {
  addFact(body, 'Why', check.why);
  addFact(body, 'Fix', check.fix);
  if (command !== undefined) addFact(body, 'Command', commandElement(command));
  addFact(body, 'Reference', referenceElement(check));
}

/** @param {HTMLElement} body @param {Finding} finding */
function addPlace(body, finding) {
  addFact(body, 'Resource', element('code', '', ...breakable(finding.id)));
  addFact(body, 'Type', ...breakable(finding.type));
  const { subscription, subscriptionId } = finding;
  addFact(body, 'Subscription', subscription === '' ? subscriptionId : subscription + ' (' + subscriptionId + ')');
  if (finding.above !== undefined && finding.above !== '') addFact(body, 'Management groups', finding.above);
  if (finding.group !== '') addFact(body, 'Resource group', finding.group);
  if (finding.region !== '') addFact(body, 'Region', finding.region);
  if (finding.tags.length > 0) addFact(body, 'Tags', list('tags', finding.tags.map(([name, value]) => name + ' = ' + value)));
}

/** @param {HTMLElement} body @param {Finding} finding */
function addHistory(body, { owner, firstSeen, exempted }) {
  addFact(body, 'Owner', owner === '' ? 'no owner' : owner);
  if (firstSeen !== undefined) addFact(body, 'First seen', firstSeen.at + ', scan ' + firstSeen.scanId);
  if (exempted === undefined) return;
  addFact(body, 'Exempted', exempted.reason + ' (by ' + exempted.by + ', until ' + exempted.until + ')');
}

/** @param {Entry} entry */
function findingBody({ finding, check }) {
  const body = element('dl', 'body');
  addVerdict(body, finding);
  addRemedy(body, finding, check);
  addPlace(body, finding);
  addHistory(body, finding);
  return body;
}

/** @param {Finding} finding */
function marks({ status, exempted, firstSeen }) {
  const isNew = facts.compared && firstSeen !== undefined && firstSeen.scanId === facts.scanId;
  const texts = [status === 'unknown' ? 'unknown' : '', exempted ? 'exempted' : '', isNew ? 'new' : ''];
  return texts.filter((text) => text !== '').map((text) => element('span', 'mark ' + text, text));
}

/** @param {Entry} entry @param {string} by */
function findingLine({ finding, check }, by) {
  const line = element('summary', '');
  if (by === 'owner') line.append(chip(check.severity));
  line.append(element('strong', 'long', finding.part === '' ? finding.name : finding.name + ' · ' + finding.part));
  line.append(...marks(finding));
  const place = [subscriptionOf(finding), finding.group, finding.region].filter((text) => text !== '').join(' › ');
  line.append(element('span', 'place', place));
  if (by === 'owner') line.append(element('span', 'about', check.title));
  line.append(element('span', 'seen', finding.evidence ?? finding.detail ?? ''));
  return line;
}

/** @param {Entry} entry @param {string} by @param {boolean} everything */
function findingElement(entry, by, everything) {
  const made = element('details', 'finding', findingLine(entry, by));
  const fill = () => made.append(findingBody(entry));
  if (everything) {
    fill();
    made.setAttribute('open', '');
  } else made.addEventListener('toggle', fill, { once: true });
  return made;
}
`;
