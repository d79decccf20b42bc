import { expect, test } from 'vitest';
import { catalogue } from '../../lib/checks/index.ts';
import { openShieldRules } from '../../lib/checks/openShieldRules.ts';

const ids = new Set(catalogue.map(({ id }) => id));

test('every rule has checks that exist, or a reason', () => {
  const numbers = Map.groupBy(Object.keys(openShieldRules), (rule) => rule.replace(/-\d+$/, ''));
  const counts = Object.fromEntries([...numbers].map(([family, rules]) => [family, rules.length]));
  expect(counts).toEqual({
    'AZ-STOR': 5,
    'AZ-KV': 6,
    'AZ-NET': 15,
    'AZ-IDN': 15,
    'AZ-CMP': 4,
    'AZ-DB': 4,
    'AZ-AKS': 6,
    'AZ-PQC': 3,
    'AZ-SC': 8,
  });
  for (const [rule, of] of Object.entries(openShieldRules)) {
    if (typeof of === 'string') expect(of.length, rule).toBeGreaterThan(20);
    else
      expect(
        of.filter((id) => !ids.has(id)),
        rule,
      ).toEqual([]);
  }
});
