import type { Reason } from '../model/verdict.ts';

const words: Readonly<Record<Reason, string>> = {
  denied: 'permission denied',
  notFound: 'not found',
  throttled: 'Azure was too busy',
  unavailable: 'Azure did not answer',
  malformed: 'malformed answer',
  notInExport: 'not in the file',
  partialView: 'not wholly visible',
  dangling: 'reference leads nowhere',
  tooMany: 'too many to read',
  threw: 'the check broke',
};

/** Why something could not be told, for a reader who does not know Azure's errors. By reason. */
export const reasonWords: ReadonlyMap<string, string> = new Map(Object.entries(words));

/** What is not known of it is shown as it is. */
export function wordsOf(reason: string): string {
  return reasonWords.get(reason) ?? (reason === '' ? 'unknown' : reason);
}
