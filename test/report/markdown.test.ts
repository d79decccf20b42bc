import { describe, expect, it } from 'vitest';
import type { FindingView } from '../../lib/model/finding.ts';
import { openMarkdown } from '../../lib/report/markdown.ts';
import { code, prose } from '../../lib/report/markdown/words.ts';
import type { Report } from '../../lib/report/report.ts';
import {
  exemption,
  failing,
  hostile,
  hostileFinding,
  manyFindings,
  oneOfEach,
  passing,
  sampleReport,
  unknown,
  written,
} from './sampleFindings.ts';

const nothingDone = { score: null, exempted: null, changes: null } as const;

function summary(findings: Iterable<FindingView>, report: Report = sampleReport()): string {
  return written(openMarkdown(), report, findings);
}

/** The cells of each row of the table below a heading, as GitHub parts them: at every bar without a backslash before it. */
function tableBelow(text: string, heading: string): readonly (readonly string[])[] {
  const lines = text
    .slice(text.indexOf(`\n${heading}\n`))
    .split('\n')
    .slice(2);
  const start = lines.findIndex((line) => line.startsWith('|'));
  const rows = lines.slice(
    start,
    lines.findIndex((line, index) => index > start && !line.startsWith('|')),
  );
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

describe('openMarkdown', () => {
  it('says whose resources, how it went, what was not seen, what was found and what to do first, in that order', () => {
    expect(summary(oneOfEach)).toBe(`# SAMPLE TENANT (default): nothing here is yours.

Scan \`scan-1\`: **completed with errors**, ended \`2026-01-02T03:04:07.500Z\`.

## What was seen

**Coverage 87.5 %**: 3 of 4 verdicts are known, 1 of 2 subscriptions could be listed. What could not be seen is not safe: it is unknown.

- 2 resources were counted but could not be looked at.
- 1 part of the scan failed; what it held was not judged.
- 2 rows of the input were there twice
- \`storage-shared-key-access\` is switched off: accepted by the board

**1 asked for and refused:**

- \`00000000-0000-4000-8000-000000000002\`: permission denied, the subscription could not be listed; missing \`Microsoft.Resources/subscriptions/read\`

No check covers 500 resources of 1 type:

| Resources | Type |
| ---: | --- |
| 500 | \`microsoft.web/sites\` |

## What was found

**Score 41.25 to 66.5** of 100: the low end counts what is unknown as failed, the high end as passed.

**Verdicts**: 2 failed, 1 unknown, 1 passed, 0 not applicable.

| Severity | Failed | Exempted |
| --- | ---: | ---: |
| critical | 0 | 0 |
| high | 2 | 1 |
| medium | 0 | 0 |
| low | 0 | 0 |

**Exempted**: 1 finding, 1 of them by a tag alone, which whoever can tag the resource could have set.

**Changes** since scan \`scan-0\`: 1 new, 0 of a new check, 2 resolved, 2 still open, 3 gone with their resource, 4 not read this time.

## By service

| Service | Score | Failed | Unknown | Passed |
| --- | ---: | ---: | ---: | ---: |
| storage | 10 to 40 | 2 | 0 | 0 |
| keyvault | 100 | 0 | 0 | 1 |

## Worst checks

| Severity | Check | Failed | For example |
| --- | --- | ---: | --- |
| high | Only encrypted connections are accepted (\`storage-secure-transfer\`) | 2 (1 exempted) | \`One\` in \`rg\`: \`properties.supportsHttpsTrafficOnly\` is \`false\` |

## Could not be read

These verdicts are unknown, which is not passed.

| Missing permission | Why | Verdicts | Checks | For example |
| --- | --- | ---: | ---: | --- |
| \`Microsoft.Storage/storageAccounts/blobServices/read\` | permission denied | 1 | 1 | \`One\`: Azure answered 403 AuthorizationFailed |

## Errors

1 different error, 3 times in all. What they are is in the JSON report.

This is a summary; every finding is in the other formats. Written by vigil 0.1.0.
`);
  });

  it('stays short and makes no promise where a scan failed before it saw anything', () => {
    const coverage = { ...sampleReport().scan.coverage, percent: 0, pairs: 0, pairsKnown: 0, gap: 0, partsFailed: 0 };
    const error = { code: 'tooLittleSeen', message: 'less than 5 % could be seen' };
    const bare = { notCovered: [], refused: [], switchedOff: [], notices: [], errors: [], checks: [], services: [] };
    const text = summary(
      [],
      sampleReport(bare, { ...nothingDone, status: 'failed', finishedAt: null, coverage, error }),
    );
    expect(text).toContain('Scan `scan-1`: **failed**.\n\n**tooLittleSeen**: less than 5 % could be seen\n');
    expect(text).toContain('**Coverage 0 %**: 0 of 0 verdicts are known');
    expect(text).toContain('it is unknown. **Nothing was judged.**');
    expect(text).toContain('**Score**: none; nothing was judged to its end.');
    expect(text).toContain('**Changes**: not compared with an earlier scan.');
    for (const heading of ['By service', 'Worst checks', 'Could not be read', 'Errors']) {
      expect(text).not.toContain(`## ${heading}`);
    }
  });

  it('warns of nothing where all was seen', () => {
    const coverage = { ...sampleReport().scan.coverage, percent: 100 };
    expect(summary([], sampleReport({}, { coverage }))).not.toContain('What could not be seen');
  });

  it('puts what is to be done first: severity, then how many, and what is wholly exempted last', () => {
    const of = (checkId: string, severity: FindingView['severity'], marks: readonly boolean[]) =>
      marks.map((exempt, index) =>
        failing({ checkId, severity, resourceName: `r${String(index)}`, exemption: exempt ? exemption : null }),
      );
    const text = summary([
      ...of('a-exempted', 'critical', [true, true]),
      ...of('b-some', 'high', [true, true, false]),
      ...of('c-more', 'high', [false, false]),
      ...of('d-low', 'low', [false, false, false]),
      passing({ checkId: 'e-pass' }),
      unknown({ checkId: 'f-unknown' }),
    ]);
    expect(
      tableBelow(text, '## Worst checks')
        .slice(2)
        .map(([, check, count, example]) => [check, count, example]),
    ).toEqual([
      [expect.stringContaining('c-more'), '2', expect.stringContaining('`r0`')],
      [expect.stringContaining('b-some'), '3 (2 exempted)', expect.stringContaining('`r2`')],
      [expect.stringContaining('d-low'), '3', expect.stringContaining('`r0`')],
      [expect.stringContaining('a-exempted'), '2 (2 exempted)', expect.stringMatching(/`r0`.*\(exempted\)$/)],
    ]);
  });

  it('shows 20 checks, 20 reasons, 10 types and 10 refusals, and counts the rest', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `x${String(index)}`);
    const fails = many(23).flatMap((checkId) => [failing({ checkId }), failing({ checkId })]);
    const unknowns = many(22).map((permission) => unknown({ permission }));
    const [refusal] = sampleReport().refused;
    if (refusal === undefined) throw new Error('The sample refuses nothing');
    const text = summary(
      [...fails, ...unknowns],
      sampleReport({
        notCovered: many(13).map((type) => ({ type, count: 2 })),
        refused: many(14).map((type) => ({ ...refusal, type })),
      }),
    );
    expect(tableBelow(text, '## Worst checks')).toHaveLength(22);
    expect(text).toContain('… and 6 findings of 3 other checks.');
    expect(tableBelow(text, '## Could not be read')).toHaveLength(22);
    expect(text).toContain('… and 2 verdicts for 2 other reasons.');
    expect(text).toContain('… and 6 resources of 3 more types');
    expect(text).toContain('**14 asked for and refused:**');
    expect(text).toContain('- … and 4 more');
  });

  it('counts what could not be read by permission and reason, the costliest first', () => {
    const text = summary([
      unknown({ permission: 'a/read' }),
      unknown({ permission: '', reason: 'tooMany', detail: '' }),
      unknown({ permission: 'b/read' }),
      unknown({ permission: 'b/read', checkId: 'storage-other', exemption }),
    ]);
    expect(tableBelow(text, '## Could not be read').slice(2)).toEqual([
      ['`b/read`', 'permission denied', '2 (1 exempted)', '2', '`One`: Azure answered 403 AuthorizationFailed'],
      ['', 'too many to read', '1', '1', '`One`'],
      ['`a/read`', 'permission denied', '1', '1', '`One`: Azure answered 403 AuthorizationFailed'],
    ]);
  });

  it('lets no name break out of its place', () => {
    const name = hostile('x');
    const marks = { checkId: name, title: name, service: name } as const;
    const report = sampleReport(
      {
        tool: { name, version: name },
        source: name,
        notCovered: [{ type: name, count: 1 }],
        refused: [{ subscriptionId: name, type: name, reason: name, detail: name, permission: name }],
        switchedOff: [{ checkId: name, reason: name }],
        notices: [name],
        checks: [{ ...marks, severity: 'low', tally: { pass: 0, fail: 1, unknown: 0, notApplicable: 0 } }],
        services: [{ name, low: 1, high: 2 }],
      },
      {
        id: name,
        finishedAt: name,
        error: { code: name, message: name },
        changes: { since: name, counts: { new: 0, newCheck: 0, resolved: 0, open: 0, gone: 0, notRead: 0 } },
      },
    );
    const text = summary(
      [hostileFinding(marks), unknown({ ...marks, resourceName: name, detail: name, permission: name })],
      report,
    );
    // Without code, nothing but our own words and marks is left.
    const outside = text.replace(/`[^`\n]*`/g, '');
    expect(outside).not.toMatch(/[`<>[\]\\@{}_~&]|:\/\/|www\.|evil|onerror|#\d|[^\n\P{C}]/u);
    expect(outside.match(/^.*#.*$/gm)).toEqual([
      '# ',
      ...['What was seen', 'What was found', 'By service', 'Worst checks', 'Could not be read', 'Errors'].map(
        (heading) => `## ${heading}`,
      ),
    ]);
    for (const [heading, width] of [
      ['## What was seen', 2],
      ['## What was found', 3],
      ['## By service', 5],
      ['## Worst checks', 4],
      ['## Could not be read', 5],
    ] as const) {
      const rows = tableBelow(text, heading);
      expect(rows.length).toBeGreaterThan(2);
      for (const row of rows) expect(row).toHaveLength(width);
    }
  });

  it('names every check of 10,000 findings streamed, and writes them only at the end', () => {
    const writer = openMarkdown();
    writer.begin(sampleReport());
    for (const finding of manyFindings(10_000)) expect(writer.add(finding)).toBe('');
    const rows = tableBelow(`\n${writer.end()}`, '## Worst checks').slice(2);
    expect(rows).toHaveLength(20);
    expect(rows.reduce((sum, [, , count]) => sum + Number(count?.replace(',', '')), 0)).toBe(9_000);
  });
});

describe('prose', () => {
  it.each([
    ['TLS 1.2 or newer is asked for (default: 1.0).'],
    ['SAMPLE TENANT (default): nothing here is yours.'],
    ["Anyone's keys, 100 % of them; müde"],
    ['An account-wide firewall'],
  ])('leaves %j as it is', (text) => {
    expect(prose(text)).toBe(text);
  });

  it.each([
    ['<b>'],
    ['[a](b)'],
    ['a|b'],
    ['*a*'],
    ['a_b_'],
    ['@team'],
    ['#1'],
    ['GH-12'],
    ['https://evil.example'],
    ['www.evil.example'],
    ['evil.example'],
    ['a&amp;b'],
    [':smile:'],
    ['~a~'],
    ['deadbeef01'],
    ['$x$'],
    ['a\\'],
  ])('shows %j as code', (text) => {
    expect(prose(text)).toBe(code(text));
  });

  it.each([
    ['a`b|c', String.raw`\`a\u{60}b\u{7c}c\``.replaceAll('\\`', '`')],
    ['a\nb\u202ec', `\`${String.raw`a\u{a}b\u{202e}c`}\``],
    ['', '(none)'],
    ['  ', '(none)'],
    ['x'.repeat(200), `\`${'x'.repeat(159)}…\``],
  ])('writes %j as code that nothing ends', (text, shown) => {
    expect(code(text)).toBe(shown);
  });
});
