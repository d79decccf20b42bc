/** Paper shows everything that fits the filters, opened. */
export const printScript = String.raw`
/** What was closed on the screen. @type {HTMLDetailsElement[] | undefined} */
let closed;

function openAll() {
  if (closed !== undefined) return;
  closed = [...document.querySelectorAll('details')].filter((one) => !one.open && one.closest('#groups') === null);
  for (const one of closed) one.open = true;
  if (entries.length > 0) draw(true);
}

function closeAgain() {
  for (const one of closed ?? []) one.open = false;
  if (closed !== undefined && entries.length > 0) draw(false);
  closed = undefined;
}

addEventListener('beforeprint', openAll);
addEventListener('afterprint', closeAgain);
// Where a browser shows the page as on paper without printing it.
matchMedia('print').addEventListener('change', ({ matches }) => (matches ? openAll() : closeAgain()));
`;
