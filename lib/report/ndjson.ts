import type { ReportWriter } from './report.ts';

/** Legal in JSON text, and the end of a line to some readers: next line, line separator, paragraph separator. */
const lineEnds = /[\u0085\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** One finding record a line. */
export function openNdjson(): ReportWriter {
  return {
    begin: () => '',
    add: (finding) => `${JSON.stringify(finding).replace(lineEnds, escaped)}\n`,
    end: () => '',
  };
}
