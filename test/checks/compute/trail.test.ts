import { expect, test } from 'vitest';
import { endpointProtection } from '../../../lib/checks/compute/endpointProtection.ts';
import { at, readGiven, type Given } from '../given.ts';
import { customScript, extension, having, windows } from './machine.ts';

function trailOf(given: Given): readonly string[] | undefined {
  const [judged] = endpointProtection.judge(given.subject, readGiven(given), at).judged;
  return judged && 'because' in judged ? judged.because.trail : undefined;
}

const defender = extension('Microsoft.Azure.AzureDefenderForServers', 'MDE.Windows');

test('names the extension that protects, and else all that do not', () => {
  expect(trailOf(having(windows(), customScript, defender))).toEqual([defender['id']]);
  expect(trailOf(having(windows(), customScript))).toEqual([customScript['id']]);
  expect(trailOf(having(windows()))).toBeUndefined();
});
