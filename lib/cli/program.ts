import { Command } from 'commander';

const epilogue = `
Examples:
  npm run scan                                        the sample tenant
  npm run scan -- --sample blind                      a tenant that refuses to be read: exits 4
  npm run scan -- --subscription 6f1f7a80-1111-4222-8333-944455566677
  npm run scan -- --inventory export.json             az graph query -q "resources" -o json > export.json
  npm run scan -- --severity critical,high --fail-on high
  npm run scan -- --report html,csv,sarif             report.html, report.csv and report.sarif beside report.json
  npm run scan -- --subscription 6f1f7a80-1111-4222-8333-944455566677 --preflight
  npm run scan -- --explain storage-shared-key-access
  npm run scan -- --app https://func-vigil.azurewebsites.net --fail-on critical
  npm run scan -- --app https://func-vigil.azurewebsites.net --scan 0199a1c2-5c1b-7d30-8a44-3f0e6b1c9d27 --report csv

Without --sample, --subscription, --management-group or --inventory the subscription of AZURE_SUBSCRIPTION_ID is
scanned, or the sample tenant where that is not set. Real subscriptions are read through DefaultAzureCredential:
sign in with "az login", or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET. Reader on the scope is enough.

A deployed app: --app URL scans through it, as what it may read and by its own rules. It takes the function key from
VIGIL_APP_KEY, or from --key, which npm prints; where its callers sign in, a token from VIGIL_APP_TOKEN. Without
--subscription, --management-group and --resource it looks where it is set to look.

Inventory files: what az graph query -o json prints, an ARM answer, an array of them, an ARM list answer, or the
predictedResources of a bicep snapshot. A property that is absent decides only in a row that is an ARM answer.

Exit codes:
  0  done
  1  the scan failed or was cancelled
  2  wrong usage, an unusable inventory file, no sign-in, or an app that cannot be reached or refuses the caller
  3  a failed check of the severity of --fail-on, or worse; a score under --fail-on-score
  4  coverage under --min-coverage; wins over 3
`;

function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** The flags as commander knows them. Values are strings here; `parseArguments` checks them. */
export function describeProgram(version: string): Command {
  return new Command('vigil')
    .description('Scans Azure for weak security settings and says what it could not see.')
    .usage('[flags]')
    .option('--sample <name>', 'scan the sample tenant: default, broken, blind or empty')
    .option('--resources <count>', 'generate a sample tenant of this many resources')
    .option('--subscription <id>', 'scan this subscription; may be given several times', collect)
    .option('--management-group <name>', 'scan every subscription of a management group')
    .option('--resource <id>', 'judge just this resource again, with what it is joined to; several times', collect)
    .option('--app <url>', 'scan through a deployed app')
    .option('--key <key>', 'function key of that app; VIGIL_APP_KEY keeps it out of logs')
    .option('--scan <id>', 'report this scan of that app; scans nothing')
    .option('--inventory <file>', 'judge exported JSON offline')
    .option(
      '--inventory-api-version <type=version>',
      'rows of this type in the file are ARM answers of this api-version; may be given several times',
      collect,
    )
    .option('--check <id>', 'only these checks; several times, or with commas', collect)
    .option('--service <name>', 'only checks of these services; several times, or with commas', collect)
    .option(
      '--severity <level>',
      'only checks of these severities (critical, high, medium, low); several times, or with commas',
      collect,
    )
    .option('--tag <name=value>', 'only resources with this tag, or this name with any value; several times', collect)
    .option('--exclude-subscription <id>', 'leave out this subscription; several times, or with commas', collect)
    .option(
      '--config <file>',
      'checks switched off, severities and parameters of your own (default: vigil.config.json)',
    )
    .option('--preflight', 'say what a scan would see, and which checks each missing permission costs; scans nothing')
    .option('--explain <check>', 'say what a check judges, reads and needs; scans nothing')
    .option('--format <format>', 'what is printed: table (to read) or json (report.json and nothing else)', 'table')
    .option('--out <file>', 'where the whole report is written, as JSON', 'report.json')
    .option(
      '--report <format>',
      `also write html, csv, ndjson, sarif or markdown beside it (default: html), or none; several times, or with commas`,
      collect,
    )
    .option('--owner-tag <name>', 'the tag that names who owns a resource, for the html report', 'owner')
    .option('--record <what>', 'findings, or all: passes too, for auditors', 'findings')
    .option('--fail-on <severity>', 'exit 3 where a check of this severity or worse failed')
    .option('--fail-on-score <points>', 'exit 3 where the low end of the score is lower')
    .option('--min-coverage <percent>', 'exit 4 where less was seen', '95')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'print this text')
    .addHelpText('after', epilogue)
    .allowExcessArguments(true);
}
