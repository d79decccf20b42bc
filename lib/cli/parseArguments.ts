import { CommanderError } from 'commander';
import * as z from 'zod';
import { severities, type Severity } from '../model/check.ts';
import { readAppAddress } from './appAddress.ts';
import { sampleNames, UsageError, type Invocation, type ScanCommand, type Target } from './command.ts';
import {
  apiVersions,
  filled,
  listed,
  listedResources,
  numberBetween,
  oneOf,
  reportsOf,
  subscriptionIds,
  tagsOf,
} from './flagValues.ts';
import { describeProgram } from './program.ts';
import { checkOutName } from './reportNames.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const words = z.array(z.string()).optional();
const flags = z.object({
  app: z.string().optional(),
  key: z.string().optional(),
  scan: z.string().optional(),
  sample: z.string().optional(),
  resources: z.string().optional(),
  subscription: words,
  resource: words,
  managementGroup: z.string().optional(),
  inventory: z.string().optional(),
  inventoryApiVersion: words,
  check: words,
  service: words,
  severity: words,
  tag: words,
  excludeSubscription: words,
  explain: z.string().optional(),
  preflight: z.boolean().optional(),
  config: z.string().optional(),
  format: z.string(),
  out: z.string(),
  report: words,
  ownerTag: z.string(),
  record: z.string(),
  failOn: z.string().optional(),
  failOnScore: z.string().optional(),
  minCoverage: z.string(),
});
type Flags = z.infer<typeof flags>;

/** How many generated resources are possible: more than any bench, less than would fill a machine by a slip of the hand. */
const mostResources = 1_000_000;

const targetFlags = {
  sample: '--sample',
  subscription: '--subscription',
  managementGroup: '--management-group',
  resource: '--resource',
  inventory: '--inventory',
} as const;

/** What a deployed app decides by itself, or what needs none. */
const notOfApps = {
  sample: '--sample',
  resources: '--resources',
  inventory: '--inventory',
  config: '--config',
} as const;

function refuseConflicts(given: Flags): void {
  const [foreign] = Object.entries(notOfApps).flatMap(([name, flag]) => (Object.hasOwn(given, name) ? [flag] : []));
  if (given.app !== undefined && foreign !== undefined) {
    throw new UsageError(`--app and ${foreign} exclude each other: ${foreign} is for a scan on this machine.`);
  }
  if (given.key !== undefined && given.app === undefined) {
    throw new UsageError('--key opens a deployed app: give --app URL with it.');
  }
  const targets = Object.entries(targetFlags)
    .flatMap(([name, flag]) => (Object.hasOwn(given, name) ? [flag] : []))
    // Resources of the sample tenant may be named.
    .filter((flag) => flag !== '--resource' || given.sample === undefined);
  const [first, second] = targets;
  if (first !== undefined && second !== undefined) {
    throw new UsageError(`${first} and ${second} exclude each other: give one of them.`);
  }
  if (given.resources !== undefined && first !== undefined && first !== '--sample') {
    throw new UsageError(`--resources only makes a sample tenant: leave it out, or leave ${first} out.`);
  }
  if (given.inventoryApiVersion !== undefined && given.inventory === undefined) {
    throw new UsageError('--inventory-api-version describes a file: give --inventory FILE with it.');
  }
}

function targetOf(given: Flags, env: Environment): Target {
  refuseConflicts(given);
  if (given.inventory !== undefined) {
    const file = filled('--inventory', given.inventory);
    return { kind: 'inventory', file, apiVersions: apiVersions(given.inventoryApiVersion) };
  }
  if (given.managementGroup !== undefined) {
    return { kind: 'managementGroup', name: filled('--management-group', given.managementGroup) };
  }
  if (given.subscription !== undefined) {
    return {
      kind: 'subscriptions',
      ids: subscriptionIds('--subscription', listed('--subscription', given.subscription)),
    };
  }
  const resourceIds = listedResources(given.resource);
  if (resourceIds.length > 0 && given.sample === undefined) return { kind: 'resources', ids: resourceIds };
  if (given.app !== undefined) return { kind: 'appDefault' };
  const fromEnvironment = env['AZURE_SUBSCRIPTION_ID'] ?? '';
  if (fromEnvironment !== '' && given.sample === undefined && given.resources === undefined) {
    return { kind: 'subscriptions', ids: subscriptionIds('AZURE_SUBSCRIPTION_ID', [fromEnvironment.trim()]) };
  }
  const resources =
    given.resources === undefined ? undefined : numberBetween('--resources', given.resources, 1, mostResources, true);
  return { kind: 'sample', name: oneOf('--sample', given.sample ?? 'default', sampleNames), resources, resourceIds };
}

/** What decides what a scan judges: a scan that is there decided it already. */
const ofNewScans = {
  subscription: '--subscription',
  managementGroup: '--management-group',
  resource: '--resource',
  check: '--check',
  service: '--service',
  severity: '--severity',
  tag: '--tag',
  excludeSubscription: '--exclude-subscription',
  preflight: '--preflight',
} as const;

function scanIdOf(given: Flags): string | undefined {
  if (given.scan === undefined) return undefined;
  if (given.app === undefined) throw new UsageError('--scan names a scan of a deployed app: give --app URL with it.');
  const [foreign] = Object.entries(ofNewScans).flatMap(([name, flag]) => (Object.hasOwn(given, name) ? [flag] : []));
  if (foreign !== undefined) {
    throw new UsageError(`--scan and ${foreign} exclude each other: the scan is there, and nothing is scanned.`);
  }
  if (z.guid().safeParse(given.scan).success) return given.scan.toLowerCase();
  throw new UsageError(`--scan cannot be "${given.scan}": give the id of a scan; GET /api/scans lists them.`);
}

function commandOf(given: Flags, env: Environment): ScanCommand {
  const severity = (flag: string, value: string): Severity => oneOf(flag, value, severities);
  return {
    target: targetOf(given, env),
    app: given.app === undefined ? undefined : readAppAddress(filled('--app', given.app), given.key, env),
    scanId: scanIdOf(given),
    checks: listed('--check', given.check).map((id) => id.toLowerCase()),
    services: listed('--service', given.service).map((name) => name.toLowerCase()),
    severities: [...new Set(listed('--severity', given.severity).map((value) => severity('--severity', value)))],
    tags: tagsOf(given.tag),
    excludedSubscriptions: subscriptionIds(
      '--exclude-subscription',
      listed('--exclude-subscription', given.excludeSubscription),
    ),
    config: given.config === undefined ? undefined : filled('--config', given.config),
    format: oneOf('--format', given.format, ['table', 'json']),
    out: checkOutName(filled('--out', given.out)),
    reports: reportsOf(given.report),
    ownerTag: filled('--owner-tag', given.ownerTag),
    recordAll: oneOf('--record', given.record, ['findings', 'all']) === 'all',
    failOnScore:
      given.failOnScore === undefined ? undefined : numberBetween('--fail-on-score', given.failOnScore, 0, 100, false),
    failOn: given.failOn === undefined ? undefined : severity('--fail-on', given.failOn),
    minCoverage: numberBetween('--min-coverage', given.minCoverage, 0, 100, false),
  };
}

/** One sentence that names the flag and how to mend it, of what commander found wrong. */
function usageSentence(error: CommanderError): string {
  const [, flag = '', suggestion] = /'(--?[\w-]+)[^']*'(?:[^]*Did you mean (--[\w-]+))?/.exec(error.message) ?? [];
  if (error.code === 'commander.optionMissingArgument') return `${flag} needs a value: see --help.`;
  if (error.code === 'commander.unknownOption') {
    return `There is no flag ${flag}: ${suggestion === undefined ? 'see --help' : `did you mean ${suggestion}? See --help`}.`;
  }
  return `${error.message.replace(/^error: /, '').replaceAll('\n', ' ')} See --help.`;
}

// npm takes flags before "--" for its own, and hands on only their values: without this a scan would run without them.
function swallowedByNpm(env: Environment): string | undefined {
  if (env['npm_lifecycle_event'] === undefined) return undefined;
  const ours = describeProgram('').options.map((option) => option.long?.slice(2) ?? '');
  // npm has a key of its own, of a client certificate.
  return ours
    .filter((name) => !['help', 'version', 'key'].includes(name))
    .find((name) => env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined);
}

function parse(argv: readonly string[], env: Environment, version: string): Invocation {
  const printed: string[] = [];
  const program = describeProgram(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => printed.push(text), writeErr: () => undefined, getOutHelpWidth: () => 110 });
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text: printed.join('') };
    throw new UsageError(usageSentence(error));
  }
  const swallowed = swallowedByNpm(env);
  const [excess] = program.args;
  const separator = 'put -- before the flags, as in "npm run scan -- --sample broken"';
  if (swallowed !== undefined) throw new UsageError(`npm took --${swallowed} for its own flag: ${separator}.`);
  if (excess !== undefined)
    throw new UsageError(`"${excess}" is not a flag: every input is given by a flag, see --help.`);
  const given = flags.parse(program.opts());
  if (given.explain !== undefined) {
    if (given.app !== undefined) throw new UsageError('--app and --explain exclude each other: --explain asks no app.');
    const format = oneOf('--format', given.format, ['table', 'json']);
    return { kind: 'explain', check: filled('--explain', given.explain).toLowerCase(), format };
  }
  const command = commandOf(given, env);
  if (given.preflight !== true) return { kind: 'scan', command };
  if (command.target.kind === 'inventory' || command.target.kind === 'resources') {
    throw new UsageError('--preflight looks at subscriptions: give --subscription, --sample or neither.');
  }
  return { kind: 'preflight', command };
}

/** What a command line means. `argv` is without the runtime and the script. */
export function parseArguments(argv: readonly string[], env: Environment, version: string): Invocation {
  try {
    return parse(argv, env, version);
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'usage', message: error.message };
    throw error;
  }
}
