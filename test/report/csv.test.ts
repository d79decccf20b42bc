import { describe, expect, it } from 'vitest';
import { openCsv } from '../../lib/report/csv.ts';
import { readCsv } from './csvReader.ts';
import {
  exemption,
  failing,
  hostile,
  hostileFinding,
  manyFindings,
  oneOfEach,
  sampleReport,
  unknown,
  written,
} from './sampleFindings.ts';

type Findings = Parameters<typeof written>[2];

/** The rows by column name; every row must be as wide as the header. */
function rowsOf(findings: Findings): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = readCsv(written(openCsv(), sampleReport(), findings));
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] ?? '']));
  });
}

const columns = `checkId,service,severity,title,status,resourceId,resourceName,resourceType,resourceGroup,subscriptionId,subscriptionName,managementGroups,location,tags,subKey,because.path,because.observed,because.expected,because.trail,reason,detail,permission,why,fix.text,fix.cli,reference,firstSeen.at,firstSeen.scanId,exemption.id,exemption.reason,exemption.createdBy,exemption.expiresAt,exemption.byTagOnly`;

describe('openCsv', () => {
  it('writes its columns in this order, and nothing else where there is no finding', () => {
    expect(written(openCsv(), sampleReport(), [])).toBe(`${columns}\r\n`);
  });

  it('has a column for every field of the record', () => {
    const names = new Set(columns.split(',').map((column) => column.split('.')[0]));
    for (const finding of oneOfEach) {
      for (const field of Object.keys(finding)) expect(names).toContain(field);
    }
  });

  it('goes on without the header', () => {
    const whole = written(openCsv(), sampleReport(), oneOfEach);
    const rest = written(openCsv({ continued: true }), sampleReport(), oneOfEach);
    expect(`${columns}\r\n${rest}`).toBe(whole);
  });

  it('flattens the whole record', () => {
    const finding = failing({ subKey: 'rule 1', exemption });
    const { because, fix, managementGroups: _groups, tags: _tags, firstSeen: _first, ...flat } = finding;
    expect(rowsOf([finding])).toEqual([
      {
        ...Object.fromEntries(Object.entries(flat).filter(([name]) => name !== 'exemption')),
        managementGroups: 'Tenant Root Group / Production',
        tags: 'owner=payments; env=prod',
        'because.path': because?.path,
        'because.observed': 'false',
        'because.expected': 'true',
        'because.trail': because?.trail?.join(' > '),
        reason: '',
        detail: '',
        permission: '',
        'fix.text': fix.text,
        'fix.cli': fix.cli,
        'firstSeen.at': '2026-01-01T00:00:00.000Z',
        'firstSeen.scanId': 'scan-0',
        'exemption.id': exemption.id,
        'exemption.reason': exemption.reason,
        'exemption.createdBy': exemption.createdBy,
        'exemption.expiresAt': exemption.expiresAt,
        'exemption.byTagOnly': 'true',
      },
    ]);
  });

  it('leaves empty what is not known, and never calls an unknown a pass', () => {
    const bare = unknown({ managementGroups: null, firstSeen: null, tags: {}, fix: { text: 'Mend it.' } });
    expect(rowsOf([bare])[0]).toMatchObject({
      status: 'unknown',
      managementGroups: '',
      'because.observed': '',
      reason: 'denied',
      permission: 'Microsoft.Storage/storageAccounts/blobServices/read',
      tags: '',
      'fix.cli': '',
      'firstSeen.at': '',
      'exemption.id': '',
    });
  });

  it.each([
    ['=1+1'],
    ['+1'],
    ['-1'],
    ['@SUM(A1)'],
    ['\t=1'],
    ['\r=1'],
    ['\n=1'],
    ['\u0000=1'],
    ['  =1'],
    ['\uFEFF=1'],
    ['\u200B@x'],
    ['\uFF1D1'],
    ['\uFF0B1'],
    ['\uFF0D1'],
    ['\uFF20x'],
    ['\n'],
    ['=cmd|\' /C calc\'!A0,"x"\n'],
  ])('lets no spreadsheet run %j', (name) => {
    const [row] = rowsOf([failing({ resourceName: name, tags: { [name]: 'x' }, location: name })]);
    expect(row).toMatchObject({ resourceName: `'${name}`, tags: `'${name}=x`, location: `'${name}` });
  });

  it.each([['a=b'], ["'quoted'"], ['1-2'], ['a@b'], [' a'], ['/subscriptions/x'], ['{"a":1}'], ['"']])(
    'leaves %j as it is',
    (name) => {
      expect(rowsOf([failing({ resourceName: name })])[0]).toMatchObject({ resourceName: name });
    },
  );

  it('keeps hostile names whole but for the apostrophe', () => {
    const [row] = rowsOf([hostileFinding()]);
    expect(row).toMatchObject({
      resourceName: `'${hostile('resourceName')}`,
      tags: `'${hostile('tagName')}=${hostile('tagValue')}`,
      'because.observed': `'${hostile('observed')}`,
      'exemption.reason': `'${hostile('reason')}`,
    });
  });

  it('writes 10,000 findings one by one and holds none of them', () => {
    const writer = openCsv();
    writer.begin(sampleReport());
    const first = writer.add(failing());
    for (const finding of manyFindings(10_000)) expect(readCsv(writer.add(finding))[0]?.[5]).toBe(finding.resourceId);
    expect(writer.add(failing())).toBe(first);
    expect(writer.end()).toBe('');
    expect(rowsOf(manyFindings(10_000))).toHaveLength(10_000);
  });
});
