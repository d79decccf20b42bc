import { dataScript } from './dataScript.ts';
import { elementScript } from './elementScript.ts';
import { filterScript } from './filterScript.ts';
import { findingScript } from './findingScript.ts';
import { groupScript } from './groupScript.ts';
import { printScript } from './printScript.ts';

const startScript = String.raw`
if (entries.length > 0) {
  fillChoices();
  listen();
  filters.hidden = false;
  draw(false);
}
`;

/**
 * The page's own script: a text, not functions turned to text, because its hash stands in the page's policy and a
 * bundler writes functions anew. A test checks its types as those of a browser.
 */
export const pageScript = `(() => {
'use strict';
${[elementScript, dataScript, findingScript, groupScript, filterScript, printScript, startScript].join('')}
})();
`;
