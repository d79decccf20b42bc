/** Elements from texts. `append` makes text nodes of texts, so that nothing in a finding can become an element. */
export const elementScript = String.raw`
/** @typedef {Node | string} Child */

/** @param {string} tag @param {string} className @param {...Child} children */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}

/** @template {HTMLElement} E @param {string} id @param {new () => E} kind @returns {E} */
function byId(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error('The page has no ' + id);
  return found;
}

/** @param {string} id @returns {any} */
function embedded(id) {
  return JSON.parse(byId(id, HTMLScriptElement).textContent ?? '');
}

/** @param {number} count */
function figure(count) {
  return count.toLocaleString('en-US');
}

/** @param {number} count @param {string} noun */
function counted(count, noun) {
  return figure(count) + ' ' + noun + (count === 1 ? '' : 's');
}

/** A text that may go on in the next line after each slash. @param {string} text @returns {Child[]} */
function breakable(text) {
  const segments = text.split('/');
  return segments.flatMap((segment, index) => (index === 0 ? [segment] : ['/', document.createElement('wbr'), segment]));
}

/** @param {string} severity */
function chip(severity) {
  return element('span', 'chip ' + severity, severity);
}
`;
