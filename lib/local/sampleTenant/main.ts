import { parseArgs } from 'node:util';
import type { KindSet } from './generateEstate.ts';
import { startSampleTenant } from './startSampleTenant.ts';
import type { SampleName, SampleOptions } from './startSampleTenant.ts';

const sampleNames: readonly SampleName[] = ['default', 'broken', 'blind', 'empty'];

const flags = {
  sample: { type: 'string', default: 'default' },
  /** Generates so many resources instead of a sample's. */
  resources: { type: 'string' },
  subscriptions: { type: 'string', default: '1' },
  regions: { type: 'string', default: '1' },
  /** What is generated: mixed, or network. */
  kinds: { type: 'string', default: 'mixed' },
  'accounts-only': { type: 'boolean', default: false },
  /** Tags the generated resource of that number. */
  'marker-on': { type: 'string' },
  port: { type: 'string', default: '0' },
  'identity-port': { type: 'string', default: '0' },
  /** Milliseconds. */
  latency: { type: 'string', default: '0' },
  /** Also --no-quotas. */
  quotas: { type: 'boolean' },
  'refuse-strcmp': { type: 'boolean', default: false },
  /** An Azure action that is refused in every subscription; may be given several times. */
  refuse: { type: 'string', multiple: true },
  'failing-share': { type: 'string' },
  'failing-status': { type: 'string', default: '429' },
  'failing-seed': { type: 'string', default: '1' },
  folder: { type: 'string' },
  /** Ends when its standard input does. */
  'follow-parent': { type: 'boolean', default: false },
} as const;

function count(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new TypeError(`--${flag} takes a number, not '${text}'.`);
}

function sampleName(text: string): SampleName {
  const found = sampleNames.find((name) => name === text);
  if (found) return found;
  throw new TypeError(`--sample is one of ${sampleNames.join(', ')}, not '${text}'.`);
}

function kindSet(text: string): KindSet {
  if (text === 'mixed' || text === 'network') return text;
  throw new TypeError(`--kinds is mixed or network, not '${text}'.`);
}

function action(text: string): string {
  if (/^(?:[\w.]+\/)+[\w*]+$/.test(text)) return text;
  throw new TypeError(`--refuse takes an action as Microsoft.Storage/storageAccounts/read, not '${text}'.`);
}

function readFlags(args: readonly string[]): { options: SampleOptions; followParent: boolean } {
  const { values } = parseArgs({ args: [...args], allowNegative: true, options: flags });
  const { resources, folder, quotas, 'marker-on': markerOn } = values;
  const share = values['failing-share'];
  const kinds = kindSet(values.kinds);
  const size = resources !== undefined && {
    resources: count('resources', resources),
    subscriptions: count('subscriptions', values.subscriptions),
    regions: count('regions', values.regions),
    kinds,
    accountsOnly: values['accounts-only'],
    ...(markerOn !== undefined && { markerOn: count('marker-on', markerOn) }),
  };
  const failing = share !== undefined && {
    share: count('failing-share', share),
    status: count('failing-status', values['failing-status']),
    seed: count('failing-seed', values['failing-seed']),
  };
  const options: SampleOptions = {
    sample: sampleName(values.sample),
    port: count('port', values.port),
    identityPort: count('identity-port', values['identity-port']),
    latency: count('latency', values.latency),
    refuseStrcmp: values['refuse-strcmp'],
    refusedActions: (values.refuse ?? []).map(action),
    ...(size && { generate: size }),
    ...(failing && { failing }),
    ...(quotas !== undefined && { quotas }),
    ...(folder !== undefined && { folder }),
  };
  return { options, followParent: values['follow-parent'] };
}

async function run(args: readonly string[]): Promise<void> {
  const { options, followParent } = readFlags(args);
  const tenant = await startSampleTenant(options);
  const end = (): void => {
    void tenant.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', end).once('SIGINT', end);
  if (followParent) process.stdin.once('end', end).once('error', end).resume();
  const { endpoint, identityEndpoint, environment } = tenant;
  process.stdout.write(`${JSON.stringify({ endpoint, identityEndpoint, environment })}\n`);
}

try {
  await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
