import { describe, expect, it } from 'vitest';
import { child, children, define } from '../../lib/checks/define.ts';
import { isTrue, notApplicable, pass } from '../../lib/checks/property.ts';
import { inventoryReport } from '../../lib/cli/inventoryReport.ts';
import { inventoryOf } from '../../lib/collect/inventoryFile.ts';
import type { CatalogueCheck, Check, Needs } from '../../lib/model/check.ts';
import type { ScanOptions } from '../../lib/model/scan.ts';
import type { Row } from '../../lib/model/row.ts';

const on = 'microsoft.storage/storageaccounts';
function check<N extends Needs>(id: string, needs: N, evaluate: Check<N>['evaluate']): CatalogueCheck {
  const facts = { title: id, severity: 'high', why: 'w', reference: 'r', absent: 'a' } as const;
  return define({ ...facts, id, on, needs, evaluate, fix: { text: 'f', cli: 'az x --ids {id}' } });
}
const permission = 'Microsoft.Storage/storageAccounts/blobServices/read';
const secure = check('storage-secure', {}, (account) => isTrue(account, 'properties.supportsHttpsTrafficOnly'));
const blob = check(
  'storage-blob',
  { blob: child('blobServices/default', '2024-01-01', permission) },
  (_account, data) => isTrue(data.blob, 'properties.deleteRetentionPolicy.enabled'),
);
const logged = check(
  'storage-logged',
  {
    settings: children(
      'providers/Microsoft.Insights/diagnosticSettings',
      '2021-05-01-preview',
      'Microsoft.Insights/diagnosticSettings/read',
    ),
  },
  (_account, { settings }) => pass('diagnosticSettings', String(settings.length), 'some'),
);
const broken = check('storage-broken', {}, () => {
  throw new TypeError('a fault of the check');
});
const never = check('storage-never', {}, () => notApplicable('no reason'));

const id = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one';
const account = (over: Row = {}): Row => ({
  id,
  name: 'one',
  type: 'Microsoft.Storage/storageAccounts',
  properties: {},
  ...over,
});
const secureAccount = account({ properties: { supportsHttpsTrafficOnly: true } });
const site = {
  id: '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Web/sites/w',
  type: 'Microsoft.Web/sites',
  properties: {},
};

function judged(document: unknown, checks: readonly CatalogueCheck[], options: ScanOptions = {}) {
  const inventory = inventoryOf(document, 'export.json', new Map());
  const tool = { name: 'vigil', version: '1' };
  const { report, findings } = inventoryReport({
    file: 'export.json',
    inventory,
    checks,
    switchedOff: [],
    options,
    tool,
    at: new Date('2026-01-02T03:04:05Z'),
  });
  return { ...report, findings };
}

describe('inventoryReport', () => {
  it('judges an ARM answer, absent properties among it', () => {
    const { findings, scan } = judged([account()], [secure]);
    expect(findings).toMatchObject([
      { status: 'fail', because: { observed: 'not set', expected: 'true' }, fix: { cli: `az x --ids ${id}` } },
    ]);
    expect(scan).toMatchObject({
      status: 'completed',
      createdAt: '2026-01-02T03:04:05.000Z',
      coverage: { percent: 100, pairs: 1 },
    });
  });

  it('knows what a row of Resource Graph holds and not what it lacks', () => {
    const columns = { subscriptionId: 's1' };
    expect(judged([{ ...secureAccount, ...columns }], [secure]).scan.verdicts).toMatchObject({ pass: 1, unknown: 0 });
    const { findings, scan } = judged([account(columns)], [secure]);
    expect(findings).toMatchObject([
      { status: 'unknown', reason: 'notInExport', detail: 'properties.supportsHttpsTrafficOnly is not in the export' },
    ]);
    expect(scan.status).toBe('completedWithErrors');
  });

  it('judges a child by its own kind of row', () => {
    const service = (over: Row) => ({ id: `${id}/blobServices/default`, name: 'default', ...over });
    const kept = { deleteRetentionPolicy: { enabled: true } };
    const verdicts = (over: Row) => judged([account(), service(over)], [blob]).scan.verdicts;
    expect(verdicts({ properties: kept })).toMatchObject({ pass: 1 });
    expect(verdicts({ properties: {} })).toMatchObject({ fail: 1 });
    expect(verdicts({ properties: kept, resourceGroup: 'rg' })).toMatchObject({ pass: 1 });
    const lacking = judged([account(), service({ properties: {}, resourceGroup: 'rg' })], [blob]);
    expect(lacking.findings).toMatchObject([
      {
        status: 'unknown',
        reason: 'notInExport',
        detail: 'properties.deleteRetentionPolicy of blobServices/default is not in the export',
        permission,
      },
    ]);
  });

  it('answers unknown, by path and permission, where the file lacks a child', () => {
    expect(judged([account()], [blob, logged]).findings).toMatchObject([
      {
        checkId: 'storage-blob',
        status: 'unknown',
        detail: 'GET blobServices/default?api-version=2024-01-01 is not in the file',
        permission,
      },
      { checkId: 'storage-logged', status: 'unknown', permission: 'Microsoft.Insights/diagnosticSettings/read' },
    ]);
  });

  it('names resources that no check covers, without the children that one read', () => {
    const service = { id: `${id}/blobServices/default`, name: 'default', properties: {} };
    expect(judged([account(), service, site, { ...site, id: `${site.id}2` }], [blob]).notCovered).toEqual([
      { type: 'microsoft.web/sites', count: 2 },
    ]);
    expect(judged([account(), service], [secure]).notCovered).toEqual([
      { type: 'microsoft.storage/storageaccounts/blobservices', count: 1 },
    ]);
  });

  it('names children whose parent is not in the file', () => {
    const { notices, scan } = judged([{ id: `${id}/blobServices/default`, properties: {} }], [blob]);
    expect(notices).toEqual([
      `1 child resource without a parent in the file, not judged, for example ${id}/blobServices/default.`,
    ]);
    expect(scan.coverage.pairs).toBe(0);
  });

  it('lowers coverage by rows that are cut off or unreadable, and names the unreadable', () => {
    const cut = judged({ data: [secureAccount, { name: 'x', type: 'A.B/c' }], total_records: 10 }, [secure]);
    expect(cut.scan.coverage).toMatchObject({ gap: 9, percent: 18.18 });
    expect(cut.refused).toEqual([
      { subscriptionId: '', type: 'a.b/c', reason: 'malformed', detail: 'row data 2: it has no id', permission: '' },
    ]);
    expect(cut.notices[1]).toMatch(/^1 row could not be read as resources/);
  });

  it('leaves one trace and a count of a check that throws', () => {
    const { errors, findings, scan } = judged([account(), account({ id: `${id}2` })], [broken, secure]);
    expect(errors).toMatchObject([
      {
        part: 'inventory',
        code: 'TypeError',
        message: 'a fault of the check',
        checkId: 'storage-broken',
        resourceId: id,
        count: 2,
      },
    ]);
    expect(errors[0]?.trace).toContain('inventoryReport.test.ts');
    expect(findings.filter(({ reason }) => reason === 'threw')).toHaveLength(2);
    expect(scan.verdicts).toMatchObject({ fail: 2, unknown: 2 });
  });

  it('tallies every check, those that did not apply among them', () => {
    expect(judged([secureAccount], [secure, never]).checks.map(({ checkId, tally }) => [checkId, tally])).toEqual([
      ['storage-secure', { pass: 1, fail: 0, unknown: 0, notApplicable: 0 }],
      ['storage-never', { pass: 0, fail: 0, unknown: 0, notApplicable: 1 }],
    ]);
  });

  it('lists findings by check and resource, each with the record of a scan', () => {
    const mild = { ...check('storage-mild', {}, (one) => isTrue(one, 'properties.mild')), severity: 'low' } as const;
    const second = account({ id: id.replace('/one', '/Two'), name: 'Two', location: 'westeurope', tags: { a: 'b' } });
    const subscription = { id: '/subscriptions/s1', type: 'microsoft.resources/subscriptions', displayName: 'Contoso' };
    const { findings, subscriptions } = judged([subscription, second, account()], [mild, secure]);
    expect(findings.map(({ checkId, resourceName }) => [checkId, resourceName])).toEqual([
      ['storage-mild', 'one'],
      ['storage-mild', 'Two'],
      ['storage-secure', 'one'],
      ['storage-secure', 'Two'],
    ]);
    expect(subscriptions).toEqual([{ id: 's1', name: 'Contoso', managementGroups: null }]);
    expect(findings[3]).toEqual({
      checkId: 'storage-secure',
      service: 'storage',
      severity: 'high',
      title: 'storage-secure',
      status: 'fail',
      resourceId: id.replace('/one', '/Two'),
      resourceName: 'Two',
      resourceType: 'microsoft.storage/storageaccounts',
      resourceGroup: 'rg',
      subscriptionId: 's1',
      subscriptionName: 'Contoso',
      managementGroups: null,
      location: 'westeurope',
      tags: { a: 'b' },
      subKey: '',
      because: { path: 'properties.supportsHttpsTrafficOnly', observed: 'not set', expected: 'true' },
      why: 'w',
      fix: { text: 'f', cli: `az x --ids ${id.replace('/one', '/Two')}` },
      reference: 'r',
      firstSeen: null,
      exemption: null,
    });
  });

  it('keeps passes only where all is to be recorded, after the findings, and counts the same', () => {
    const accounts = [secureAccount, account({ id: `${id}2` })];
    const plain = judged(accounts, [secure]);
    const all = judged(accounts, [secure], { record: 'all' });
    expect(plain.findings.map(({ status }) => status)).toEqual(['fail']);
    expect(all.findings.map(({ status }) => status)).toEqual(['fail', 'pass']);
    expect(all.findings[1]).toMatchObject({ because: { observed: 'true', expected: 'true' }, firstSeen: null });
    expect(all.scan.verdicts).toEqual(plain.scan.verdicts);
    expect(all.scan.score).toEqual(plain.scan.score);
  });

  it('scores the file whole, by service and by subscription, worst first', () => {
    const elsewhere = account({ id: id.replace('/s1/', '/S2/') });
    const { scan, services, subscriptionScores } = judged([secureAccount, elsewhere], [secure]);
    expect(scan.score).toEqual({ low: 50, high: 50 });
    expect(services).toEqual([{ name: 'storage', low: 50, high: 50 }]);
    expect(subscriptionScores).toEqual([
      { name: 's2', low: 0, high: 0 },
      { name: 's1', low: 100, high: 100 },
    ]);
  });

  it('counts unknown as failed at the low end of the score, as passed at the high end', () => {
    const { scan } = judged([secureAccount, account({ id: `${id}2`, subscriptionId: 's1' })], [secure]);
    expect(scan.score).toEqual({ low: 50, high: 100 });
  });

  it('has no score where nothing was judged', () => {
    const { scan, services, subscriptionScores } = judged([site], [secure]);
    expect([scan.score, services, subscriptionScores]).toEqual([null, [], []]);
  });
});
