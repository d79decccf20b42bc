import type { Report, ReportWriter } from './report.ts';
import { invocationOf } from './sarif/invocation.ts';
import { resultOf } from './sarif/result.ts';
import { collectRules } from './sarif/rule.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** What the whole scan came to: a run has no place of its own for it. */
function propertiesOf({ source, scan, notCovered, services, subscriptionScores }: Report): object {
  const { scope, options, coverage, verdicts, score, exempted, changes } = scan;
  return {
    source,
    scope,
    options,
    coverage,
    verdicts,
    score,
    exempted,
    changes,
    notCovered,
    services,
    subscriptionScores,
  };
}

function opening(report: Report): string {
  const run = {
    automationDetails: { id: `${report.tool.name}/${report.scan.id}` },
    invocations: [invocationOf(report)],
    properties: propertiesOf(report),
  };
  const head = JSON.stringify({ $schema: schema, version: '2.1.0' }).slice(0, -1);
  return `${head},"runs":[${JSON.stringify(run).slice(0, -1)},"results":[\n`;
}

/**
 * SARIF 2.1.0, one result a line. The tool comes after the results, since its rules are learned from them.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function openSarif(): ReportWriter {
  let driver: Report['tool'] = { name: 'vigil', version: '' };
  let rules = collectRules([]);
  let separator = '';
  return {
    begin(report) {
      const { name, version } = report.tool;
      driver = { name, version };
      rules = collectRules(report.checks);
      return opening(report);
    },
    add(finding) {
      const before = separator;
      separator = ',\n';
      return `${before}${JSON.stringify(resultOf(finding, rules.indexOf(finding)))}`;
    },
    end: () => `\n],"tool":${JSON.stringify({ driver: { ...driver, rules: rules.list() } })}}]}\n`,
  };
}
