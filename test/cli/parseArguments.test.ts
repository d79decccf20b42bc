import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../lib/cli/parseArguments.ts';

const id = '6f1f7a80-1111-4222-8333-944455566677';
const other = '00000000-0000-0000-0000-0000000000AA';

type Environment = Parameters<typeof parseArguments>[1];

function parsed(line: string, environment: Environment = {}) {
  return parseArguments(line === '' ? [] : line.split(' '), environment, '1.2.3');
}
function command(line: string, environment?: Environment) {
  const invocation = parsed(line, environment);
  return invocation.kind === 'scan' ? invocation.command : invocation;
}
function message(line: string, environment?: Environment) {
  const invocation = parsed(line, environment);
  return invocation.kind === 'usage' ? invocation.message : invocation;
}

describe('parseArguments', () => {
  it('scans the default sample with the documented defaults when nothing is given', () => {
    expect(command('')).toEqual({
      target: { kind: 'sample', name: 'default', resources: undefined, resourceIds: [] },
      app: undefined,
      scanId: undefined,
      checks: [],
      services: [],
      severities: [],
      tags: [],
      excludedSubscriptions: [],
      config: undefined,
      format: 'table',
      out: 'report.json',
      reports: ['html'],
      ownerTag: 'owner',
      recordAll: false,
      failOn: undefined,
      failOnScore: undefined,
      minCoverage: 95,
    });
  });

  it.each([
    ['--sample blind', {}, { kind: 'sample', name: 'blind', resources: undefined }],
    ['--sample empty --resources 4000', {}, { kind: 'sample', name: 'empty', resources: 4000 }],
    [`--subscription ${id}`, {}, { kind: 'subscriptions', ids: [id] }],
    [`--subscription ${id} --subscription ${other}`, {}, { kind: 'subscriptions', ids: [id, other.toLowerCase()] }],
    [`--subscription ${id} --subscription ${id.toUpperCase()}`, {}, { kind: 'subscriptions', ids: [id] }],
    ['', { AZURE_SUBSCRIPTION_ID: id }, { kind: 'subscriptions', ids: [id] }],
    ['', { AZURE_SUBSCRIPTION_ID: '' }, { kind: 'sample', name: 'default', resources: undefined }],
    ['--sample broken', { AZURE_SUBSCRIPTION_ID: id }, { kind: 'sample', name: 'broken', resources: undefined }],
    [`--subscription ${id}`, { AZURE_SUBSCRIPTION_ID: other }, { kind: 'subscriptions', ids: [id] }],
    ['--management-group root', { AZURE_SUBSCRIPTION_ID: id }, { kind: 'managementGroup', name: 'root' }],
    [
      '--inventory a.json',
      { AZURE_SUBSCRIPTION_ID: id },
      { kind: 'inventory', file: 'a.json', apiVersions: new Map() },
    ],
    [
      '--inventory a.json --inventory-api-version Microsoft.Storage/storageAccounts=2024-01-01',
      {},
      {
        kind: 'inventory',
        file: 'a.json',
        apiVersions: new Map([['microsoft.storage/storageaccounts', '2024-01-01']]),
      },
    ],
  ])('reads the target of "%s" with %o', (line, environment, target) => {
    expect(command(line, environment)).toMatchObject({ target });
  });

  const url = 'https://vigil.contoso.com';
  it.each([
    [`--app ${url}`, {}, { kind: 'appDefault' }],
    [`--app ${url}`, { AZURE_SUBSCRIPTION_ID: other }, { kind: 'appDefault' }],
    [`--app ${url} --subscription ${id}`, {}, { kind: 'subscriptions', ids: [id] }],
    [`--app ${url} --management-group root`, {}, { kind: 'managementGroup', name: 'root' }],
    [`--app ${url} --resource /subscriptions/${id}`, {}, { kind: 'resources', ids: [`/subscriptions/${id}`] }],
  ])('reads the target of "%s" with %o', (line, environment, target) => {
    const app = { url, headers: { 'x-functions-key': 'k' } };
    expect(command(line, { ...environment, VIGIL_APP_KEY: 'k' })).toMatchObject({ target, app });
  });

  it('leaves the key of an app that is not asked for alone', () => {
    expect(command('', { VIGIL_APP_KEY: 'not a key' })).toMatchObject({ app: undefined });
  });

  it.each([
    ['--check a --check B,c,a', { checks: ['a', 'b', 'c'] }],
    ['--service storage,network', { services: ['storage', 'network'] }],
    ['--severity HIGH,critical --severity low', { severities: ['high', 'critical', 'low'] }],
    ['--format json --out x/y.json', { format: 'json', out: 'x/y.json' }],
    ['--fail-on medium --min-coverage 99.5', { failOn: 'medium', minCoverage: 99.5 }],
    ['--min-coverage=0', { minCoverage: 0 }],
    ['--fail-on-score 62.5', { failOnScore: 62.5 }],
    ['--fail-on-score 0', { failOnScore: 0 }],
    ['--report html,csv --report SARIF,csv', { reports: ['html', 'csv', 'sarif'] }],
    ['--report none', { reports: [] }],
    ['--report json', { reports: ['json'] }],
    ['--report ndjson,markdown', { reports: ['ndjson', 'markdown'] }],
    ['--owner-tag CostCentre', { ownerTag: 'CostCentre' }],
    ['--record all', { recordAll: true }],
    ['--record findings', { recordAll: false }],
    ['--out report', { out: 'report' }],
    ['--out x.html/Report.JSON', { out: 'x.html/Report.JSON' }],
  ])('reads %s', (line, expected) => {
    expect(command(line)).toMatchObject(expected);
  });

  it.each([
    ['--sampel blind', 'There is no flag --sampel: did you mean --sample? See --help.'],
    ['--nonsense', 'There is no flag --nonsense: see --help.'],
    ['--out', '--out needs a value: see --help.'],
    ['blind', '"blind" is not a flag: every input is given by a flag, see --help.'],
    ['--sample huge', '--sample cannot be "huge": use default, broken, blind or empty.'],
    ['--format xml', '--format cannot be "xml": use table or json.'],
    ['--fail-on severe', '--fail-on cannot be "severe": use critical, high, medium or low.'],
    ['--severity high,', '--severity holds an empty value: give names with single commas between them.'],
    ['--severity high,bad', '--severity cannot be "bad": use critical, high, medium or low.'],
    ['--min-coverage 100.1', '--min-coverage cannot be "100.1": give a number from 0 to 100.'],
    ['--min-coverage 95%', '--min-coverage cannot be "95%": give a number from 0 to 100.'],
    ['--fail-on-score 101', '--fail-on-score cannot be "101": give a number from 0 to 100.'],
    ['--fail-on-score -1', '--fail-on-score cannot be "-1": give a number from 0 to 100.'],
    ['--report pdf', '--report cannot be "pdf": use html, csv, ndjson, json, sarif, markdown or none.'],
    ['--report html,', '--report holds an empty value: give names with single commas between them.'],
    ['--report none,csv', '--report none goes with no other format: leave one of them out.'],
    ['--record passes', '--record cannot be "passes": use findings or all.'],
    ['--owner-tag=', '--owner-tag is empty: give it a value.'],
    [
      '--out x/report.html',
      '--out x/report.html is where the whole report goes, as JSON: give --out x/report.json, and --report html writes x/report.html beside it.',
    ],
    [
      '--out notes.MD --report none',
      '--out notes.MD is where the whole report goes, as JSON: give --out notes.json, and --report markdown writes notes.md beside it.',
    ],
    ['--resources 0', '--resources cannot be "0": give a whole number from 1 to 1000000.'],
    ['--resources 1.5', '--resources cannot be "1.5": give a whole number from 1 to 1000000.'],
    [
      '--subscription contoso',
      '--subscription cannot be "contoso": give a subscription id (a GUID); "az account list -o table" shows them.',
    ],
    [`--sample blind --subscription ${id}`, '--sample and --subscription exclude each other: give one of them.'],
    ['--inventory a --management-group b', '--management-group and --inventory exclude each other: give one of them.'],
    [
      '--app https://a --sample blind',
      '--app and --sample exclude each other: --sample is for a scan on this machine.',
    ],
    [
      '--app https://a --inventory b',
      '--app and --inventory exclude each other: --inventory is for a scan on this machine.',
    ],
    [
      '--app https://a --resources 5',
      '--app and --resources exclude each other: --resources is for a scan on this machine.',
    ],
    ['--app https://a --config b', '--app and --config exclude each other: --config is for a scan on this machine.'],
    ['--app https://a --explain b', '--app and --explain exclude each other: --explain asks no app.'],
    ['--app http://a', '--app http://a is not https: a key would go over the network in the clear.'],
    ['--key k', '--key opens a deployed app: give --app URL with it.'],
    ['--inventory a --resources 5', '--resources only makes a sample tenant: leave it out, or leave --inventory out.'],
    [
      '--inventory-api-version A.B/c=2024-01-01',
      '--inventory-api-version describes a file: give --inventory FILE with it.',
    ],
    [
      '--inventory a --inventory-api-version 2024-01-01',
      '--inventory-api-version cannot be "2024-01-01": give TYPE=VERSION, for example Microsoft.Storage/storageAccounts=2024-01-01.',
    ],
  ])('refuses "%s" in one sentence', (line, sentence) => {
    expect(message(line)).toBe(sentence);
  });

  it('refuses an AZURE_SUBSCRIPTION_ID that is no id instead of scanning something else', () => {
    expect(message('', { AZURE_SUBSCRIPTION_ID: 'prod' })).toMatch(/^AZURE_SUBSCRIPTION_ID cannot be "prod"/);
  });

  it('notices flags that npm kept for itself', () => {
    const environment = { npm_lifecycle_event: 'scan', npm_config_fail_on: 'true' };
    expect(message('high', environment)).toBe(
      'npm took --fail-on for its own flag: put -- before the flags, as in "npm run scan -- --sample broken".',
    );
    expect(command('', { npm_config_fail_on: 'true' })).toMatchObject({ failOn: undefined });
    // npm's own setting of a client certificate.
    expect(command('', { npm_lifecycle_event: 'scan', npm_config_key: 'PEM' })).toMatchObject({ app: undefined });
  });

  it('prints help that names every flag and every exit code', () => {
    const help = parsed('--help');
    const text = help.kind === 'text' ? help.text : '';
    const flags = ['sample', 'resources', 'subscription', 'management-group', 'inventory', 'inventory-api-version'];
    flags.push(
      'app',
      'key',
      'check',
      'service',
      'severity',
      'format',
      'out',
      'report',
      'owner-tag',
      'record',
      'fail-on',
      'fail-on-score',
      'min-coverage',
      'version',
      'help',
    );
    expect(flags.filter((flag) => !text.includes(`--${flag} `))).toEqual([]);
    expect(text.match(/^ {2}[0-4] {2}/gm)).toEqual(['  0  ', '  1  ', '  2  ', '  3  ', '  4  ']);
  });

  it('prints the version', () => {
    expect(parsed('--version')).toEqual({ kind: 'text', text: '1.2.3\n' });
  });
});
