/** The controls: what is searched for, chosen and grouped by. */
export const filterScript = String.raw`
/** So few are shown opened when they are searched for. */
const fewEnoughToOpen = 20;
const filters = byId('filters', HTMLFormElement);
const search = byId('search', HTMLInputElement);
const shown = byId('shown', HTMLElement);
const byOwner = byId('by-owner', HTMLInputElement);

/** What a choice compares with its value. @type {Record<string, (entry: Entry, wanted: string) => boolean>} */
const matchers = {
  severity: ({ check }, wanted) => check.severity === wanted,
  status: ({ finding }, wanted) => (wanted === 'exempted' ? finding.exempted !== undefined : finding.status === wanted),
  service: ({ check }, wanted) => check.service === wanted,
  subscription: ({ finding }, wanted) => finding.subscriptionId === wanted,
  owner: ({ finding }, wanted) => '=' + finding.owner === wanted,
};

/** @param {string} id @param {Map<string, string>} texts By value. */
function addOptions(id, texts) {
  const sorted = [...texts].sort(([, a], [, b]) => a.localeCompare(b, 'en'));
  const options = sorted.map(([value, text]) => {
    const option = document.createElement('option');
    option.value = value;
    option.textContent = text.length > 60 ? text.slice(0, 59) + '…' : text;
    return option;
  });
  byId(id, HTMLSelectElement).append(...options);
}

function fillChoices() {
  addOptions('service', new Map(entries.map(({ check }) => [check.service, check.service])));
  addOptions('subscription', new Map(findings.map((finding) => [finding.subscriptionId, subscriptionOf(finding)])));
  addOptions('owner', new Map(findings.map(({ owner }) => ['=' + owner, owner === '' ? 'no owner' : owner])));
}

function matching() {
  const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const wanted = Object.keys(matchers)
    .map((id) => ({ value: byId(id, HTMLSelectElement).value, matches: matchers[id] }))
    .filter(({ value }) => value !== '');
  const fits = (/** @type {Entry} */ entry) =>
    wanted.every(({ value, matches }) => matches(entry, value)) && words.every((word) => entry.text.includes(word));
  return { matched: entries.filter(fits), searched: words.length > 0 };
}

/** @param {boolean} everything */
function draw(everything) {
  const { matched, searched } = matching();
  const by = byOwner.checked ? 'owner' : 'check';
  const groups = drawGroups(matched, by, everything, searched && matched.length <= fewEnoughToOpen);
  const of = matched.length === entries.length ? counted(entries.length, 'finding') : figure(matched.length) + ' of ' + counted(entries.length, 'finding');
  shown.textContent = matched.length === 0 ? 'No listed finding fits.' : of + ' shown, of ' + counted(groups, by);
}

function listen() {
  filters.addEventListener('input', () => draw(false));
  filters.addEventListener('submit', (event) => event.preventDefault());
  // The controls are cleared only after the event.
  filters.addEventListener('reset', () => setTimeout(() => draw(false)));
}
`;
