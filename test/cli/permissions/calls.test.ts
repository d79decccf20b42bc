import { expect, test } from 'vitest';
import { dryScan } from '../../../lib/cli/permissions/dryScan.ts';

// What a scan costs: a change here is one that every user pays for. Mend with: vitest run test/cli/permissions --update
test('a scan of the sample tenant makes these calls', { timeout: 60_000 }, async () => {
  const { calls } = await dryScan([]);
  const { byKind, byPath } = calls;
  const table = [...Object.entries(byKind), ...Object.entries(byPath).sort(([a], [b]) => (a < b ? -1 : 1))];
  const lines = table.filter(([, count]) => count > 0).map(([name, count]) => `${String(count).padStart(5)}  ${name}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../golden/calls.txt');
});
