import { describe, expect, it } from 'vitest';
import { terminalReport, type TerminalOptions } from '../../lib/report/terminal.ts';
import type { FindingView } from '../../lib/model/finding.ts';
import { openDigest } from '../../lib/report/digest.ts';
import type { Report } from '../../lib/report/report.ts';
import { exemption } from './sampleFindings.ts';
import { failed, report, unknown } from './smallReport.ts';

const done = { code: 0, meaning: 'the scan is done' };

const plain: TerminalOptions = {
  width: 90,
  paint: (_tone, text) => text,
  minCoverage: 95,
  reportFiles: ['report.json'],
  exit: done,
};

interface Shown extends Partial<TerminalOptions> {
  readonly findings?: readonly FindingView[];
}

function shown(of: Report, { findings = [], ...over }: Shown = {}): string {
  const digest = openDigest();
  for (const finding of findings) digest.add(finding);
  return terminalReport(of, digest.digest(), { ...plain, ...over });
}

const coverage = report().scan.coverage;

describe('terminalReport', () => {
  it('says whose tenant, what was seen, the score, what was found, what was not readable, what broke and what the exit code means, in that order', () => {
    const text = shown(
      report(
        {
          notCovered: [{ type: 'microsoft.web/sites', count: 500 }],
          errors: [
            {
              part: '01',
              code: 'TypeError',
              message: 'x is null',
              checkId: 'storage-a',
              resourceId: '/x/one',
              count: 3,
              trace: 'TypeError: x is null\n    at a\n    at b\n    at c',
            },
          ],
        },
        {
          status: 'completedWithErrors',
          findings: { total: 4, bySeverity: { critical: 0, high: 2, medium: 0, low: 0 } },
          verdicts: { pass: 94, fail: 2, unknown: 2, notApplicable: 2 },
          coverage: { ...coverage, percent: 98, pairs: 100, pairsKnown: 98 },
          score: { low: 41.25, high: 66.5 },
        },
      ),
      {
        reportFiles: ['report.json', 'report.html', 'report.csv'],
        findings: [failed(), failed({ resourceName: 'two' }), unknown(), unknown({ resourceId: '/x/two' })],
      },
    );
    expect(text).toBe(`SAMPLE TENANT (default): nothing here is yours.
Scan scan-1 completed with errors, 2.5 s.

Coverage  98 %: 98 of 100 verdicts are known, 1 of 1 subscription could be listed.
No check covers 500 resources of 1 type:
  500  microsoft.web/sites

Score  41.25 to 66.5 of 100; the low end counts what is unknown as failed.

Failed    critical 0  high 2  medium 0  low 0
Verdicts  94 passed, 2 failed, 2 unknown, 2 not applicable

Worst findings
  HIGH  Only encrypted connections are accepted (storage-secure-transfer, 2 findings)
    one (rg): properties.supportsHttpsTrafficOnly is false; expected true
    two (rg): properties.supportsHttpsTrafficOnly is false; expected true
    Why  Anyone on the way reads the data.
    Fix  Require secure transfer.
         az storage account update --ids /x/one --https-only true

Could not be read
  Microsoft.Storage/storageAccounts/blobServices/read (permission denied): costs 2
  verdicts of 1 check
    for example one: Azure answered 403 AuthorizationFailed
  A role that allows these actions on the scope mends it; Reader allows every action that
  Vigil needs.

Errors (whole traces in the report file)
  TypeError: x is null (3 times)
    storage-a on /x/one
    TypeError: x is null
    at a
    at b

The whole report is in report.json. Also written: report.html, report.csv. Exit 0: the
scan is done.
`);
  });

  it('raises the alarm where little was seen', () => {
    const text = shown(report({}, { coverage: { ...coverage, percent: 11.5, pairsKnown: 1 } }), {
      paint: (tone, part) => (tone === 'critical' ? `!!${part}!!` : part),
    });
    expect(text).toContain('!!THIS SCAN WAS BLIND: 11.5 % of what was asked for, 95 % wanted.!!');
    expect(text).toContain('What could not be seen is not safe: it is unknown.');
  });

  it('stays calm where coverage is just enough, and not one below', () => {
    const at = (percent: number) => shown(report({}, { coverage: { ...coverage, percent } }));
    expect(at(95)).toContain('Coverage  95 %: 8 of 8 verdicts are known');
    expect(at(94.99)).toContain('Coverage  TOO LOW: 94.99 % of what was asked for, 95 % wanted.');
  });

  it('says of an empty subscription that it is empty, and raises no alarm', () => {
    const progress = { ...report().scan.progress, resourcesJudged: 1, resourcesListed: 1 };
    const text = shown(report({}, { progress }), { width: 120, paint: (tone, part) => `<${tone}>${part}` });
    expect(text).toContain('there is no resource in scope');
    expect(text).not.toMatch(/<(bad|critical|warning)>/);
  });

  it('does not call a scope good of which nothing was judged', () => {
    const text = shown(
      report(
        { notCovered: [{ type: 'microsoft.web/sites', count: 1 }] },
        { coverage: { ...coverage, pairs: 0, pairsKnown: 0 } },
      ),
    );
    expect(text).toContain('NOTHING WAS JUDGED');
  });

  it('says of a cancelled scan how far it came', () => {
    const progress = { ...report().scan.progress, resourcesJudged: 50, resourcesListed: 5_001 };
    const text = shown(report({}, { status: 'cancelled', progress }));
    expect(text).toContain('Coverage  50 of 5,001 resources were judged before the scan was cancelled');
    expect(text).not.toContain('BLIND');
  });

  it('shows who is not signed in each refusal on a line of its own, and nothing else', () => {
    const line = `- AzureCliCredential: ${'x'.repeat(200)} not found`;
    const text = shown(
      report(
        {},
        { status: 'failed', error: { code: 'signInFailed', message: `Signing in failed.\n${line}\nRun az login.` } },
      ),
      { findings: [failed()], exit: { code: 2, meaning: 'nobody is signed in to Azure' } },
    );
    expect(text.split('\n').slice(2)).toEqual([
      '  Signing in failed.',
      `  ${line}`,
      '  Run az login.',
      '',
      'The whole report is in report.json. Exit 2: nobody is signed in to Azure.',
      '',
    ]);
  });

  it('writes control characters of names as text', () => {
    const name = 'a\u001b[2Jb\u0007\u202ec\r\nd';
    const findings = [
      failed({ resourceName: name, title: name, fix: { text: name, cli: name } }),
      unknown({ detail: name }),
    ];
    const text = shown(
      report(
        {
          source: `Subscription \u001b[31m${name}`,
          services: [{ name, low: 1, high: 2 }],
          notCovered: [{ type: name, count: 1 }],
          notices: [name],
          refused: [{ subscriptionId: name, type: name, reason: 'denied', detail: name, permission: name }],
          errors: [{ part: '01', code: name, message: name, checkId: name, resourceId: name, count: 1, trace: name }],
        },
        { score: { low: 1, high: 2 } },
      ),
      { findings, reportFiles: [name, name] },
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain(String.raw`a\u{1b}[2Jb\u{7}\u{202e}c`);
  });

  it('shows three resources of a check, six checks whole, and counts the rest', () => {
    const findings = Array.from({ length: 80 }, (_, index) =>
      failed({ checkId: `storage-${String(index % 8)}`, resourceName: `account${String(index)}` }),
    );
    const text = shown(report(), { findings });
    expect(text.match(/account\d+ \(rg\)/g)).toHaveLength(18);
    expect(text.match(/… and 7 more/g)).toHaveLength(6);
    expect(text).toContain(
      '20 more findings, in the report file\n  HIGH  Only encrypted connections are accepted (storage-6, 10 findings)',
    );
  });

  it('leaves out what is exempted: it wants no doing', () => {
    const exempt = failed({ exemption });
    expect(shown(report(), { findings: [exempt] })).toBe(shown(report()));
    const text = shown(report(), { findings: [exempt, failed({ checkId: 'storage-other' })] });
    expect(text).toContain('(storage-other, 1 finding)');
    expect(text).not.toContain(exempt.checkId);
  });

  it('says of what came without a reason that it is unknown', () => {
    const { reason: _reason, permission: _permission, ...bare } = unknown();
    expect(shown(report(), { findings: [bare] })).toContain('\n  unknown: costs 1 verdict of 1 check\n');
  });

  it('puts the worst severity first, then the check that fails most', () => {
    const findings = [
      failed({ checkId: 'a', title: 'low one', severity: 'low' }),
      failed({ checkId: 'b', title: 'high one' }),
      failed({ checkId: 'c', title: 'high twice' }),
      failed({ checkId: 'c', title: 'high twice' }),
      failed({ checkId: 'd', title: 'critical one', severity: 'critical' }),
    ];
    const heads = shown(report(), { findings }).match(/(CRITICAL|HIGH|LOW) {2}[a-z ]+(?= \()/g);
    expect(heads).toEqual(['CRITICAL  critical one', 'HIGH  high twice', 'HIGH  high one', 'LOW  low one']);
  });
});
