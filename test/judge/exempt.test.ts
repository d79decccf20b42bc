import { describe, expect, it } from 'vitest';
import { openExemptions, type ExemptFacts, type ExemptionMatch } from '../../lib/judge/exempt.ts';
import type { Exemption, ExemptionTarget } from '../../lib/model/exemption.ts';

const at = '2026-11-24T12:00:00.000Z';
const subscription = '5a9e0000-0008-4000-8000-000000000e00';
const other = '5a9e0000-0008-4000-8000-000000000e01';
const group = `/subscriptions/${subscription}/resourcegroups/web`;
const account = `${group}/providers/microsoft.storage/storageaccounts/a`;

const exemption = (target: ExemptionTarget & Partial<Exemption>): Exemption => ({
  id: '1',
  reason: 'accepted',
  createdBy: 'ada',
  createdAt: '2026-11-01T00:00:00.000Z',
  expiresAt: '2027-01-01T00:00:00.000Z',
  ...target,
});

const finding = (own: Partial<ExemptFacts> = {}): ExemptFacts => ({
  checkId: 'storage-https',
  resourceId: `/subscriptions/${subscription.toUpperCase()}/resourceGroups/Web/providers/Microsoft.Storage/storageAccounts/A`,
  resourceGroup: 'Web',
  subscriptionId: subscription.toUpperCase(),
  tags: { Environment: 'Test', 'cost=centre': '7' },
  ...own,
});

const match = (exemptions: readonly Exemption[], own?: Partial<ExemptFacts>, tagsAllowed = true) =>
  openExemptions(exemptions, { at, tagsAllowed }).match(finding(own));
const covers = (target: ExemptionTarget, own?: Partial<ExemptFacts>): boolean =>
  match([exemption(target)], own) !== undefined;
const chosen = (found: ExemptionMatch | undefined) => found && [found.exemption.id, found.byTagOnly];

describe('an exemption covers', () => {
  const cases: readonly (readonly [string, ExemptionTarget, Partial<ExemptFacts>, boolean])[] = [
    ['its check', { check: 'storage-https' }, {}, true],
    ['no other check', { check: 'storage-https' }, { checkId: 'storage-https-only' }, false],
    ['no check that it is the end of', { check: 'https' }, {}, false],
    ['its resource, in any case', { resourceId: account }, {}, true],
    ['its resource, as Azure writes it', { resourceId: finding().resourceId }, { resourceId: account }, true],
    ['what is below its resource', { resourceId: account }, { resourceId: `${account}/blobServices/default` }, true],
    ['no longer name', { resourceId: account }, { resourceId: `${account}b` }, false],
    ['nothing below a longer name', { resourceId: account }, { resourceId: `${account}b/blobServices/default` }, false],
    ['no shorter name', { resourceId: `${account}b` }, { resourceId: account }, false],
    ['not what is above it', { resourceId: `${account}/blobServices/default` }, { resourceId: account }, false],
    ['a type of a group', { resourceId: `${group}/providers/Microsoft.Storage/storageAccounts` }, {}, true],
    ['a provider of a group', { resourceId: `${group}/providers/Microsoft.Storage` }, {}, true],
    ['no longer provider', { resourceId: `${group}/providers/Microsoft.Stor` }, {}, false],
    ['its group, by whole segments', { resourceId: group }, {}, true],
    [
      'no group of a longer name, by segments',
      { resourceId: group },
      { resourceId: account.replace('/web/', '/web2/'), resourceGroup: 'web2' },
      false,
    ],
    [
      'the tenant',
      { resourceId: `/tenants/${subscription}` },
      { resourceId: `/tenants/${subscription.toUpperCase()}`, subscriptionId: '', resourceGroup: '' },
      true,
    ],
    ['its subscription, by whole segments', { resourceId: `/subscriptions/${subscription}` }, {}, true],
    [
      'a resource of the same name elsewhere: never',
      { resourceId: account },
      { resourceId: account.replace('/web/', '/data/'), resourceGroup: 'data' },
      false,
    ],
    ['with a slash at the end the same', { resourceId: `${account}/` }, {}, true],
    ['its group', { resourceGroup: group.toUpperCase() }, {}, true],
    ['no group that begins alike', { resourceGroup: group }, { resourceGroup: 'web2' }, false],
    ['no group of another subscription', { resourceGroup: group }, { subscriptionId: other }, false],
    ['nothing without a group by one', { resourceGroup: group }, { resourceGroup: '' }, false],
    ['its subscription', { subscription: subscription.toUpperCase() }, { subscriptionId: subscription }, true],
    ['no other subscription', { subscription }, { subscriptionId: other }, false],
    ['its tag', { tag: 'Environment=Test' }, {}, true],
    ['its tag, the name in any case', { tag: 'ENVIRONMENT=Test' }, { tags: { environment: 'Test' } }, true],
    ['no tag of a value in another case', { tag: 'Environment=test' }, {}, false],
    ['no tag of a longer value', { tag: 'Environment=Tes' }, {}, false],
    ['a tag of any value by its name', { tag: 'environment' }, {}, true],
    ['a tag of an empty value by its name', { tag: 'environment' }, { tags: { Environment: '' } }, true],
    ['an empty value alone', { tag: 'environment=' }, { tags: { Environment: '' } }, true],
    ['no other value by the empty one', { tag: 'environment=' }, {}, false],
    ['no value by its name', { tag: 'Test' }, {}, false],
    ['a value with an equals sign', { tag: 'rule=a=b' }, { tags: { rule: 'a=b' } }, true],
    ['no tag whose name holds the sign', { tag: 'rule=a=b' }, { tags: { 'rule=a': 'b' } }, false],
    ['nothing without tags by a tag', { tag: 'environment' }, { tags: {} }, false],
    ['no property of every object by a tag', { tag: 'constructor' }, {}, false],
    ['what matches all of its fields', { check: 'storage-https', resourceId: account, tag: 'environment' }, {}, true],
    ['nothing of another check', { check: 'storage-tls', resourceId: account }, {}, false],
    ['nothing of another place', { check: 'storage-https', subscription: other }, {}, false],
    ['nothing without its tag', { check: 'storage-https', tag: 'owner' }, {}, false],
    ['what matches two places', { resourceGroup: group, subscription }, {}, true],
    ['nothing that only one of two places holds', { resourceId: account, subscription: other }, {}, false],
    ['nothing that only one of two groups holds', { resourceId: account, resourceGroup: `${group}2` }, {}, false],
    ['nothing where it says of nothing what was accepted', {}, {}, false],
    ['nothing by an empty field', { resourceId: '' }, {}, false],
    ['nothing by a slash', { check: 'storage-https', resourceId: '/' }, {}, false],
  ];
  it.each(cases)('%s', (_what, target, own, expected) => {
    expect(covers(target, own)).toBe(expected);
  });

  it.each([
    ['until it expires', '2026-11-24T12:00:00.001Z', true],
    ['not at the moment that it expires', at, false],
    ['not the same moment, written shorter', '2026-11-24T12:00:00Z', false],
    ['not later', '2026-11-24T11:59:59.999Z', false],
    ['until then in another zone', '2026-11-24T13:00:00+02:00', false],
    ['nothing where its end cannot be read', 'for ever', false],
    ['nothing where it has no end', '', false],
  ])('%s', (_what, expiresAt, expected) => {
    const open = openExemptions([exemption({ check: 'storage-https', expiresAt })], { at, tagsAllowed: true });
    expect(open.match(finding()) !== undefined).toBe(expected);
    expect(open.inForce).toHaveLength(expected ? 1 : 0);
  });

  it('nothing at a time that cannot be read', () => {
    expect(openExemptions([exemption({ check: 'x' })], { at: '', tagsAllowed: true }).inForce).toEqual([]);
  });
});

describe('an exemption by tag', () => {
  it.each([[{ tag: 'environment' }], [{ tag: 'environment=Test', check: 'storage-https', resourceId: account }]])(
    'covers nothing where tags are not allowed: %j',
    (target) => {
      const open = openExemptions([exemption(target)], { at, tagsAllowed: false });
      expect(open.match(finding())).toBeUndefined();
      expect(open.inForce).toEqual([]);
    },
  );

  it('is told apart from others', () => {
    const byTag = exemption({ id: '1', tag: 'environment', expiresAt: '2027-09-01T00:00:00Z' });
    expect(chosen(match([byTag]))).toEqual(['1', true]);
    expect(chosen(match([byTag, exemption({ id: '2', subscription })]))).toEqual(['2', false]);
    expect(chosen(match([byTag, exemption({ id: '2', subscription: other })]))).toEqual(['1', true]);
  });
});

describe('of several exemptions', () => {
  const lasting = (id: string, target: ExemptionTarget, month: string) =>
    exemption({ id, ...target, expiresAt: `2027-${month}-01T00:00:00.000Z` });
  const sets: readonly (readonly [string, readonly Exemption[], string])[] = [
    ['the one that lasts longest', [lasting('1', { subscription }, '01'), lasting('2', { subscription }, '03')], '2'],
    [
      'the one that lasts longest, wherever it is of',
      [lasting('1', { resourceId: account }, '01'), lasting('2', { check: 'storage-https' }, '03')],
      '2',
    ],
    ['the first id of equals', [lasting('2', { subscription }, '01'), lasting('1', { subscription }, '01')], '1'],
    [
      'the first id of equals, wherever they are of',
      [lasting('3', { resourceGroup: group }, '01'), lasting('1', { resourceId: account }, '01')],
      '1',
    ],
    [
      'the tag that lasts longest',
      [lasting('1', { tag: 'environment' }, '01'), lasting('2', { tag: 'environment=Test', subscription }, '02')],
      '2',
    ],
    [
      'no longer one that does not match',
      [lasting('1', { subscription }, '01'), lasting('2', { subscription, resourceId: `${account}b` }, '09')],
      '1',
    ],
  ];
  it.each(sets)('%s is chosen, in whatever order they come', (_which, set, id) => {
    expect(match(set)?.exemption.id).toBe(id);
    expect(match(set.toReversed())?.exemption.id).toBe(id);
  });
});

describe('what is in force', () => {
  const set = [
    exemption({ id: '3', check: 'b' }),
    exemption({ id: '1', check: 'c', resourceId: account }),
    exemption({ id: '2', check: 'a', expiresAt: at }),
    exemption({ id: '4', tag: 'environment' }),
    exemption({ id: '5', check: 'b', subscription }),
  ];
  const open = (exemptions: readonly Exemption[], tagsAllowed = false) =>
    openExemptions(exemptions, { at, tagsAllowed });

  it('is listed by id', () => {
    expect(open(set).inForce.map(({ id }) => id)).toEqual(['1', '3', '5']);
    expect(open(set.toReversed(), true).inForce.map(({ id }) => id)).toEqual(['1', '3', '4', '5']);
  });

  it('names the checks that may be covered, unless any may', () => {
    expect(open(set).checks).toEqual(['b', 'c']);
    expect(open(set, true).checks).toBeUndefined();
    expect(open([]).checks).toEqual([]);
  });
});

it('finds the exemption among a thousand of each kind that a plain search finds, and soon', () => {
  const id = (index: number): string => String(index).padStart(4, '0');
  const targets: readonly ((index: number) => ExemptionTarget)[] = [
    (index) => ({ check: `check-${String(index)}` }),
    (index) => ({ subscription, tag: `environment=${String(index)}` }),
    (index) => ({ resourceGroup: `${group}${String(index)}`, check: `check-${String(index % 50)}` }),
    (index) => ({ resourceId: `${group}0/providers/microsoft.storage/storageaccounts/a${String(index)}` }),
    (index) => ({ tag: `owner=${String(index)}` }),
  ];
  const exemptions = Array.from({ length: 1000 }, (_, index) =>
    exemption({ id: id(index), ...targets[index % targets.length]?.(index) }),
  );
  const findings = Array.from({ length: 1000 }, (_, index) =>
    finding({
      checkId: `check-${String(index % 60)}`,
      resourceGroup: `web${String(index % 90)}`,
      resourceId: `${group}0/providers/Microsoft.Storage/storageAccounts/A${String(index)}/blobServices/default`,
      tags: { Owner: String(index), environment: String(index), more: 'x' },
    }),
  );
  const open = openExemptions(exemptions, { at, tagsAllowed: true });
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (const one of findings) open.match(one);
    return performance.now() - start;
  });
  // A search through every exemption for every finding takes a million comparisons.
  expect(Math.min(...times)).toBeLessThan(60);
  const plain = (one: ExemptFacts) =>
    exemptions.filter((each) => openExemptions([each], { at, tagsAllowed: true }).match(one) !== undefined);
  const sample = findings.slice(0, 25);
  expect(sample.map((one) => open.match(one)?.exemption.id)).toEqual(
    sample.map((one) => {
      const all = plain(one);
      return (all.find(({ tag }) => tag === undefined) ?? all[0])?.id;
    }),
  );
  expect(sample.every((one) => open.match(one) !== undefined)).toBe(true);
});
