import { expect, test } from 'vitest';
import { openHtml } from '../../../lib/report/html.ts';
import {
  contoso,
  failedReport,
  fewFindings,
  finding,
  manyFindings,
  pageOf,
  report,
  textOf,
  unknown,
} from './support/pageReport.ts';

function textsOf(...parameters: Parameters<typeof pageOf>): string {
  return textOf(pageOf(...parameters));
}

test('the sections come in the order in which a manager asks', () => {
  const html = pageOf(
    report({
      errors: [{ part: 'p', code: 'c', message: 'm', checkId: '', resourceId: '', count: 1, trace: '' }],
      secureScores: [{ subscriptionId: contoso, current: 1, max: 2 }],
    }),
    fewFindings,
  );
  expect([...html.matchAll(/<(?:h1|section id="([\w-]+)")/g)].map(([, id]) => id ?? 'source')).toEqual([
    'source',
    'coverage',
    'not-covered',
    'score',
    'severities',
    'services',
    'changes',
    'unseen',
    'exempted',
    'findings',
    'defender',
    'errors',
  ]);
});

test('whose tenant it is stands first, then scan, times and status', () => {
  const text = textsOf(report({ source: 'REAL AZURE, 2 subscriptions.' }), []);
  expect(text).toContain(
    'vigil 0.1.0 Azure security posture REAL AZURE, 2 subscriptions. Status completed with errors Finished 2026-11-24T03:04:07Z , took 2.5 s Scan scan-1 Scope everything visible',
  );
});

test('a filtered scan says what it was limited to', () => {
  const scan = {
    scope: { resourceGroups: ['/a', '/b'] },
    options: { severities: ['high'], tags: ['env=prod'] },
  } as const;
  expect(textsOf(report({}, scan), [])).toContain('Scope 2 resource groups Only severities high; tags env=prod');
});

test('coverage says what is known and what no check covers', () => {
  const text = textsOf(report(), fewFindings);
  expect(text).toContain('91.66 % of what was asked for is known');
  expect(text).toContain('11 of 12 verdicts are known; 2 of 2 subscriptions could be listed.');
  expect(text).toContain(
    'No check covers 1,240 resources of 2 types: 1,234 microsoft.cache/ redis 6 microsoft.web/ serverfarms',
  );
  expect(text).toContain('1 check switched off by the operator: storage-customer-key : Platform keys are enough');
});

test('a failed and blind scan says so, and shows no score', () => {
  const text = textsOf(failedReport, []);
  expect(text).toContain('The scan failed. Too little could be read coverageTooLow');
  expect(text).toContain('This scan was blind.');
  expect(text).toContain('7 resources were counted but could not be looked at. 2 parts of the scan failed');
  expect(text).toContain(
    '1 read that the checks need got no answer: Fabrikam : permission denied, Azure answered 403; missing Microsoft.Resources/subscriptions/read',
  );
  expect(text).toContain('no score: nothing was judged');
  expect(text).toContain('There is no earlier finished scan');
});

test('a cancelled scan says how far it came', () => {
  const progress = { partsDone: 1, parts: 2, resourcesJudged: 1500, resourcesListed: 4000, etaSeconds: null };
  expect(textsOf(report({}, { status: 'cancelled', progress }), [])).toContain(
    'Cut short. 1,500 of 4,000 resources were judged',
  );
});

test('the score is a range, overall, by service and by subscription', () => {
  const text = textsOf(report(), fewFindings);
  expect(text).toContain(
    '61.25–64.5 of 100 The truth lies in this range: its low end counts what is unknown as failed',
  );
  expect(text).toContain(
    `By subscription, worst first Fabrikam 5a9e0000-0002-4000-8000-00000000fab0 50 Contoso Production ${contoso} 62–66`,
  );
  expect(pageOf(report(), [])).toContain('aria-label="storage: between 61.25 and 64.5 of 100"');
});

test('charts say in words what they show', () => {
  const html = pageOf(report(), fewFindings);
  expect(html).toContain('aria-label="high: 3 failed"');
  expect(html).toContain('aria-label="storage: 4 failed, 1 unknown, 6 passed, 2 not applicable"');
  expect(textOf(html)).toContain('5 findings: 4 failed and 1 unknown. 1 failed one is exempted .');
});

test('changes are counted and the new findings listed', () => {
  const text = textsOf(report(), fewFindings);
  expect(text).toContain('Since scan scan-0 , the one before');
  expect(text).toContain('1,200 resolved judged again and found no more');
  expect(text).toContain(
    'New, worst first critical No administration port is open: nsg-web RDP 3389/TCP in Contoso Production',
  );
});

test('new findings that the report does not hold are counted', () => {
  const changes = { since: 'x', counts: { new: 40, newCheck: 0, resolved: 0, open: 0, gone: 0, notRead: 0 } };
  const text = textsOf(report({ newFindings: manyFindings(30) }, { changes }), []);
  expect(text).toContain('20 more new findings');
  expect(text).toContain('… and 10 more that are new.');
});

test('unknown findings are grouped by permission and reason, the costliest first', () => {
  const findings = [
    unknown({ permission: '', reason: 'throttled', detail: 'Azure answered 429' }),
    unknown(),
    unknown({ checkId: 'storage-other', resourceName: 'two' }),
  ];
  expect(textsOf(report(), findings)).toContain(
    '3 of 3 findings could not be told. A role that allows the actions named here, such as Reader, mends what was denied. ' +
      'Microsoft.Storage/ storageAccounts/ blobServices/ read permission denied costs 2 verdicts of 2 checks for example one: Azure answered 403 AuthorizationFailed ' +
      'Azure was too busy costs 1 verdict of 1 check',
  );
});

test('exempted findings are counted, and those by tag only', () => {
  const text = textsOf(report(), fewFindings);
  expect(text).toContain(
    'exemptions took 1 finding out of the score and the alarms: 1 failed (1 high) and 0 unknown. 1 of them by tag only',
  );
  expect(text).toContain('1 finding is exempted now');
  expect(textsOf(report({}, { exempted: null }), [])).toContain('no finding was exempted');
});

test('recommendations of Defender for Cloud stand apart, worst first', () => {
  const one = {
    source: 'defender',
    assessmentKey: 'k1',
    assessmentId: '/1',
    title: 'Rotate keys',
    severity: 'low',
    resourceId: '/r/1',
    resourceName: 'r1',
    resourceType: 't',
    resourceGroup: 'g',
    subscriptionId: contoso,
    detail: '',
    portal: 'https://portal.azure.com/#x',
    sameAs: [],
  } as const;
  const assessments = [
    one,
    { ...one, resourceName: 'r2' },
    { ...one, assessmentKey: 'k2', title: 'Close ports', severity: 'high', sameAs: ['network-x'] } as const,
  ];
  const html = pageOf(report({ assessments, secureScores: [{ subscriptionId: contoso, current: 23.5, max: 58 }] }), []);
  expect(textOf(html)).toContain(
    "3 unhealthy assessments of 2 recommendations. They are Microsoft's own and in none of the counts above. high Close ports also judged by network-x 1 resource",
  );
  expect(textOf(html)).toContain('Secure score Contoso Production: 23.5 of 58');
  expect(html).toContain('<a href="https://portal.azure.com/#x" rel="noopener noreferrer">r2</a>');
});

test('errors show code and message, never a trace', () => {
  const errors = [
    {
      part: 'p',
      code: 'graphThrottled',
      message: 'It answered 429',
      checkId: '',
      resourceId: '/r',
      count: 3,
      trace: 'at secret.ts',
    },
  ];
  const html = pageOf(report({ errors }), []);
  expect(textOf(html)).toContain('graphThrottled : It answered 429 (3 times)');
  expect(html).not.toContain('secret.ts');
});

test('every finding is counted, the worst 5,000 are in the page', () => {
  const passes = [finding({ status: 'pass' }), finding({ status: 'pass' })];
  const text = textsOf(report(), [...passes, ...manyFindings(12_000)]);
  expect(text).toContain(
    'The worst 5,000 of 12,000 findings are listed here; 7,000 more are in report.csv . None of those is worse than high.',
  );
  expect(text).toContain('The scan kept 2 passes too; they are in report.csv .');
  expect(text).toContain('1,200 of 12,000 findings could not be told.');
});

test('without a csv beside it the page says how to get one', () => {
  const text = textsOf(report(), manyFindings(5_001), { csvName: undefined });
  expect(text).toContain('1 more is not in this file; export the scan as csv to have them all');
});

test('findings in the order of their checks leave the worst in the page, of two as bad the first', () => {
  const writer = openHtml({ ownerTag: 'owner', csvName: 'report.csv' });
  expect(writer.begin(report())).toContain('61.25–64.5');
  const mild = manyFindings(6_000).map((one, index) => ({
    ...one,
    severity: 'low' as const,
    resourceName: `low${String(index)}`,
  }));
  const texts = [...mild, finding({ checkId: 'z', severity: 'critical', resourceName: 'worst' })].map((one) =>
    writer.add(one),
  );
  const rest = writer.end();
  expect(texts.join('').length + rest.length).toBeLessThan(6_000_000);
  expect(rest).toContain('"name":"worst"');
  expect(rest).toContain('"name":"low4998"');
  expect(rest).not.toContain('"name":"low4999"');
  expect(rest.indexOf('"name":"worst"')).toBeLessThan(rest.indexOf('"name":"low0"'));
  expect(textOf(`<body>${rest}`)).toContain(
    'The worst 5,000 of 6,001 findings are listed here; 1,001 more are in report.csv',
  );
});

test('passes are neither listed nor counted as findings', () => {
  const exemption = { id: 'e', reason: 'r', createdBy: 'b', expiresAt: '2027-01-01T00:00:00.000Z', byTagOnly: false };
  const html = pageOf(report(), [finding(), finding({ status: 'pass', resourceName: 'fine', exemption })]);
  expect(html).not.toContain('"name":"fine"');
  expect(html).toContain('"byCheck":{"storage-secure-transfer":1}');
  expect(textOf(html)).not.toContain('exempted now');
  expect(textOf(html)).toContain('1 finding, worst first. The scan kept 1 pass too; they are in report.csv');
});

test('an exemption by a tag alone says so', () => {
  const exemption = { id: 'e', reason: 'r', createdBy: 'ada', expiresAt: '2027-01-01T00:00:00.000Z', byTagOnly: true };
  expect(pageOf(report(), [finding({ exemption })])).toContain('ada, by a tag alone');
});

test('that nothing was found is calm only where everything was seen', () => {
  const blind = textsOf(failedReport, []);
  expect(blind).toContain('Nothing was seen, so that no type is known.');
  expect(blind).toContain('No verdict is stored as unknown, but not everything could be listed');
  expect(blind).toContain('There is no finding, but that is no sign of safety: 0 %');
  const { coverage } = report().scan;
  const whole = textsOf(report({}, { coverage: { ...coverage, percent: 100 } }), []);
  expect(whole).toContain('Everything that the checks look at could be read.');
  expect(whole).toContain('No verdict is unknown.');
  expect(whole).toContain('There is no finding.');
});
