import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import Ajv from 'ajv-draft-04';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { FindingView } from '../../lib/model/finding.ts';
import { scanStatuses } from '../../lib/model/scan.ts';
import { openSarif } from '../../lib/report/sarif.ts';
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

const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
formats.default(ajv);
const validate = ajv.compile(sarifSchema);

const text = z.object({ text: z.string() });
const place = z.object({
  physicalLocation: z.object({
    artifactLocation: z.object({ uri: z.string() }),
    region: z.object({ startLine: z.literal(1) }),
  }),
  logicalLocations: z.array(z.object({ name: z.string(), fullyQualifiedName: z.string(), kind: z.string() })).length(1),
});
const notification = z.object({ level: z.string(), message: text, locations: z.array(place).optional() });
const runSchema = z.object({
  tool: z.object({
    driver: z.object({
      name: z.string(),
      version: z.string(),
      rules: z.array(
        z.looseObject({ id: z.string(), shortDescription: text, properties: z.record(z.string(), z.unknown()) }),
      ),
    }),
  }),
  automationDetails: z.object({ id: z.string() }),
  invocations: z
    .array(
      z.looseObject({
        executionSuccessful: z.boolean(),
        toolExecutionNotifications: z.array(notification),
        toolConfigurationNotifications: z.array(notification),
      }),
    )
    .length(1),
  properties: z.record(z.string(), z.unknown()),
  results: z.array(
    z.looseObject({
      ruleId: z.string(),
      ruleIndex: z.int(),
      kind: z.string(),
      level: z.string(),
      message: text,
      locations: z.array(place).length(1),
      partialFingerprints: z.record(z.string(), z.string()),
      suppressions: z.array(z.unknown()),
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
});
const logSchema = z.object({ $schema: z.url(), version: z.literal('2.1.0'), runs: z.array(runSchema).length(1) });

/** The run, after the official schema found nothing to say. */
function runOf(findings: Iterable<FindingView>, report: Report = sampleReport()): z.infer<typeof runSchema> {
  const log: unknown = JSON.parse(written(openSarif(), report, findings));
  expect(validate(log) ? '' : ajv.errorsText(validate.errors)).toBe('');
  const [run] = logSchema.parse(log).runs;
  if (run === undefined) throw new Error('There is no run');
  return run;
}

function resultOf(finding: FindingView): z.infer<typeof runSchema>['results'][number] {
  const [result] = runOf([finding]).results;
  if (result === undefined) throw new Error('There is no result');
  return result;
}

function invocationOf(report: Report): z.infer<typeof runSchema>['invocations'][number] {
  const [invocation] = runOf([], report).invocations;
  if (invocation === undefined) throw new Error('There is no invocation');
  return invocation;
}

describe('openSarif', () => {
  it('is refused by the schema where a result or a property is not of SARIF', () => {
    const log = written(openSarif(), sampleReport(), oneOfEach);
    for (const [good, bad] of [
      ['"kind":"open"', '"kind":"unknown"'],
      ['"suppressions":[]', '"exempted":false'],
      ['"resourceTags":{', '"tags":{'],
    ] as const) {
      expect(log).toContain(good);
      expect(validate(JSON.parse(log.replace(good, bad)))).toBe(false);
    }
  });

  it.each([
    ['none', []],
    ['one of each', oneOfEach],
    ['a hostile one', [hostileFinding({ resourceId: `${hostile('id')}\ud800` })]],
    ['bare ones', [failing({ because: undefined, firstSeen: null, managementGroups: null }), unknown({ detail: '' })]],
  ])('stands by the official schema and has a result for each finding: %s', (_case, findings) => {
    expect(runOf(findings).results).toHaveLength(findings.length);
  });

  it.each(scanStatuses)('stands by the schema for a scan that is %s', (status) => {
    const over = { score: null, exempted: null, changes: null, startedAt: null, finishedAt: null } as const;
    const error = { code: 'tooLittleSeen', message: 'less than 5 % could be seen' };
    const report = sampleReport({ errors: [], refused: [], checks: [], services: [] }, { ...over, status, error });
    expect(invocationOf(report)).toMatchObject({
      executionSuccessful: status === 'completed',
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'tooLittleSeen: less than 5 % could be seen' } },
        { level: 'warning' },
      ],
    });
  });

  it.each([
    ['critical fail', failing({ severity: 'critical' }), 'fail', 'error'],
    ['high fail', failing(), 'fail', 'error'],
    ['medium fail', failing({ severity: 'medium' }), 'fail', 'warning'],
    ['low fail', failing({ severity: 'low' }), 'fail', 'note'],
    ['critical unknown', unknown({ severity: 'critical' }), 'open', 'none'],
    ['pass', passing(), 'pass', 'none'],
  ])('rates a %s', (_case, finding, kind, level) => {
    expect(resultOf(finding)).toMatchObject({ kind, level });
  });

  it.each([
    ['fail', failing(), 'One: properties.supportsHttpsTrafficOnly is false; expected true'],
    [
      'part',
      failing({ subKey: 'port 22' }),
      'One port 22: properties.supportsHttpsTrafficOnly is false; expected true',
    ],
    [
      'unknown',
      unknown(),
      'One: could not be judged (denied): Azure answered 403 AuthorizationFailed; missing Microsoft.Storage/storageAccounts/blobServices/read',
    ],
    [
      'unknown that no permission mends',
      unknown({ reason: 'malformed', detail: 'x is 1', permission: '' }),
      'One: could not be judged (malformed): x is 1',
    ],
    [
      'placeholder',
      failing({ resourceName: 'a {0} }' }),
      'a {{0}} }}: properties.supportsHttpsTrafficOnly is false; expected true',
    ],
    [
      'link',
      failing({ resourceName: '[a](https://evil.example)' }),
      '[a] (https://evil.example): properties.supportsHttpsTrafficOnly is false; expected true',
    ],
    [
      'link behind a backslash',
      failing({ resourceName: String.raw`[a\](b)` }),
      String.raw`[a\] (b): properties.supportsHttpsTrafficOnly is false; expected true`,
    ],
    [
      'control character',
      failing({ resourceName: 'a\u202eb\nc' }),
      String.raw`a\u{{202e}}b\u{{a}}c: properties.supportsHttpsTrafficOnly is false; expected true`,
    ],
  ])('tells the evidence of a %s', (_case, finding, message) => {
    expect(resultOf(finding).message).toEqual({ text: message });
  });

  it('keeps the whole record: what has no place of its own is in the properties', () => {
    const finding = failing({ subKey: 'rule 1', exemption });
    const { ruleId, locations, properties, suppressions, provenance } = resultOf(finding);
    const { checkId, resourceId, why: _why, reference: _reference, tags, ...rest } = finding;
    expect(ruleId).toBe(checkId);
    expect(locations[0]?.logicalLocations).toEqual([{ name: 'One', fullyQualifiedName: resourceId, kind: 'resource' }]);
    expect(properties).toEqual({ ...rest, resourceTags: tags });
    expect(provenance).toEqual({ firstDetectionTimeUtc: '2026-01-01T00:00:00.000Z' });
    const { reason, ...mark } = exemption;
    expect(suppressions).toEqual([{ kind: 'external', status: 'accepted', justification: reason, properties: mark }]);
  });

  it('has suppressions on every result or on none', () => {
    expect(runOf(oneOfEach).results.map(({ suppressions }) => suppressions.length)).toEqual([0, 1, 0, 0]);
  });

  it('tells a finding from every other and knows it again', () => {
    const { resourceId } = failing();
    const prints = (over: Partial<FindingView>) => {
      const { ruleId, locations, partialFingerprints } = resultOf(failing(over));
      const uri = locations[0]?.physicalLocation.artifactLocation.uri;
      // Code scanning adds the rule and the file to the second.
      const { 'checkResourceSubKey/v1': own, primaryLocationLineHash } = partialFingerprints;
      return [own, [ruleId, uri, primaryLocationLineHash].join()];
    };
    const again = prints({ resourceId: resourceId.toUpperCase(), severity: 'low', because: undefined, title: 'x' });
    expect(again).toEqual(prints({}));
    const others = [{}, { checkId: 'storage-b' }, { resourceId: `${resourceId}2` }, { subKey: 'a' }, { subKey: 'b' }];
    for (const column of [0, 1]) expect(new Set(others.map((over) => prints(over)[column])).size).toBe(others.length);
  });

  it('lists a rule for each check, told in full where a finding was seen', () => {
    const { tool, results } = runOf([...oneOfEach, ...oneOfEach]);
    const { rules } = tool.driver;
    expect(rules.map(({ id }) => id)).toEqual([
      'storage-secure-transfer',
      'keyvault-purge-protection',
      'storage-blob-soft-delete',
      'storage-minimum-tls',
    ]);
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(rules[0]).toEqual({
      id: 'storage-secure-transfer',
      shortDescription: { text: 'Only encrypted connections are accepted' },
      fullDescription: { text: 'Anyone on the way reads the data.' },
      help: { text: 'Require secure transfer.' },
      helpUri: 'https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer',
      defaultConfiguration: { level: 'error' },
      properties: { severity: 'high', service: 'storage', 'security-severity': '8.0', tags: ['security', 'storage'] },
    });
  });

  it.each([
    ['critical', 9.01, 10],
    ['high', 7, 8.9],
    ['medium', 4, 6.9],
    ['low', 0.1, 3.9],
  ] as const)('rates a %s rule as code scanning reads it', (severity, least, most) => {
    const rule = runOf([failing({ checkId: 'x-y', severity })]).tool.driver.rules.find(({ id }) => id === 'x-y');
    const rated = Number(rule?.properties['security-severity']);
    expect(rated).toBeGreaterThanOrEqual(least);
    expect(rated).toBeLessThanOrEqual(most);
  });

  it.each([['javascript:alert(1)'], ['https://x y'], ['']])('offers no link to %j', (reference) => {
    const rules = runOf([failing({ reference })]).tool.driver.rules;
    expect(rules[0]).not.toHaveProperty('helpUri');
  });

  it('says how the scan went, what was refused, noticed and switched off, and never a trace', () => {
    const whole = written(openSarif(), sampleReport(), oneOfEach);
    expect(whole).not.toContain('secretPlace');
    expect(invocationOf(sampleReport())).toMatchObject({
      executionSuccessful: false,
      startTimeUtc: '2026-01-02T03:04:05.000Z',
      endTimeUtc: '2026-01-02T03:04:07.500Z',
      toolExecutionNotifications: [
        { level: 'error', message: { text: 'TypeError: x is null (3 times)' } },
        {
          level: 'warning',
          message: {
            text: '00000000-0000-4000-8000-000000000002 could not be read (denied): the subscription could not be listed; missing Microsoft.Resources/subscriptions/read',
          },
        },
        { level: 'warning', message: { text: '2 rows of the input were there twice' } },
      ],
      toolConfigurationNotifications: [
        { level: 'note', message: { text: 'storage-shared-key-access is switched off: accepted by the board' } },
      ],
      properties: { status: 'completedWithErrors' },
    });
  });

  it('holds what the scan came to', () => {
    const { scan } = sampleReport();
    const { automationDetails, properties, tool } = runOf([]);
    expect(automationDetails.id).toBe('vigil/scan-1');
    expect(tool.driver).toMatchObject({ name: 'vigil', version: '0.1.0' });
    expect(properties).toMatchObject({
      source: sampleReport().source,
      coverage: scan.coverage,
      score: scan.score,
      exempted: scan.exempted,
      changes: scan.changes,
      notCovered: [{ type: 'microsoft.web/sites', count: 500 }],
    });
  });

  it('writes 10,000 findings one by one and holds a rule for each check alone', () => {
    const { results, tool } = runOf(manyFindings(10_000));
    expect(results).toHaveLength(10_000);
    expect(new Set(results.map(({ partialFingerprints }) => partialFingerprints['checkResourceSubKey/v1'])).size).toBe(
      10_000,
    );
    expect(tool.driver.rules).toHaveLength(2 + 4 * 5 + 1);
    expect(results.filter(({ kind }) => kind === 'open')).toHaveLength(1_000);
    expect(results.filter(({ kind }) => kind === 'pass')).toHaveLength(0);
  });
});
