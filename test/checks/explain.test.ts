import { expect, test } from 'vitest';
import { explainCheck } from '../../lib/checks/explain.ts';
import { catalogue } from '../../lib/checks/index.ts';

test.each(catalogue.map((check) => [check.id, explainCheck(check)] as const))(
  '%s names its subject, its needs and each permission',
  (_id, explained) => {
    const { subject, needs, permissions } = explained;
    expect(subject.apiVersion).toMatch(/^\d{4}-\d{2}-\d{2}/);
    expect(subject.type).toMatch(/^Microsoft\./);
    for (const { from, name, apiVersion, permission } of needs) {
      expect(name).not.toBe('');
      // Vaults number the versions of their own API.
      expect(apiVersion).toMatch(from === 'vault' ? /^\d\.\d$/ : /^\d{4}-\d{2}-\d{2}/);
      expect(permission).toMatch(/^Microsoft\.[\w./]+\/(read|action)$/);
      expect(permissions).toContain(permission);
    }
  },
);
