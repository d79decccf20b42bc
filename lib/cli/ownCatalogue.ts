import { readFile } from 'node:fs/promises';
import { configure } from '../checks/configure.ts';
import { explainCheck, type CheckExplained } from '../checks/explain.ts';
import { catalogue } from '../checks/index.ts';
import { readInventoryFile } from '../collect/inventoryFile.ts';
import type { CatalogueCheck } from '../model/check.ts';
import type { CatalogueConfig, SwitchedOff } from '../model/config.ts';
import type { ScanOptions } from '../model/scan.ts';
import { version } from '../scan/context.ts';
import { parseConfig, readConfig } from '../scan/readConfig.ts';
import { messageOf } from '../scan/trace.ts';
import { readsKeyVaultData, SettingsError } from '../settings.ts';
import { UsageError, type ScanCommand, type Target } from './command.ts';
import { inventoryReport } from './inventoryReport.ts';
import { selectChecks } from './selectChecks.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The organisation's own settings as text and as what they mean. */
export interface OwnConfig {
  readonly text: string | undefined;
  readonly catalogue: CatalogueConfig;
}

/** The organisation's own settings, checked before anything is started. Throws a `SettingsError` or a `UsageError`. */
export async function configOf({ config }: Pick<ScanCommand, 'config'>): Promise<OwnConfig> {
  const known = catalogue.map(({ id }) => id);
  if (config === undefined) return { text: undefined, catalogue: readConfig(undefined, known) };
  try {
    const text = await readFile(config, 'utf8');
    return { text, catalogue: parseConfig(text, config, known) };
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new UsageError(`--config cannot read ${config}: ${messageOf(error)}.`);
  }
}

/** What a scan on this machine judges by. */
export interface OwnRules {
  readonly checks: readonly CatalogueCheck[];
  readonly switchedOff: readonly SwitchedOff[];
  /** Text of the organisation's own settings, for the app on this machine. */
  readonly config: string | undefined;
}

/** The checks that a command leaves of the catalogue. Throws a `SettingsError` or a `UsageError`. */
export async function ownRules(command: ScanCommand, environment: Environment): Promise<OwnRules> {
  const { text, catalogue: config } = await configOf(command);
  const optional = { keyVaultData: readsKeyVaultData(environment) };
  const { checks, switchedOff } = configure(catalogue, config, optional);
  return { checks: selectChecks(command, checks, switchedOff), switchedOff, config: text };
}

/** Judges an exported file. */
export async function judgeFile(
  { file, apiVersions }: Extract<Target, { kind: 'inventory' }>,
  { checks, switchedOff }: OwnRules,
  options: ScanOptions,
): Promise<ReturnType<typeof inventoryReport>> {
  const inventory = await readInventoryFile(file, apiVersions);
  const tool = { name: 'vigil', version };
  return inventoryReport({ file, inventory, checks, switchedOff, options, tool, at: new Date() });
}

/** What a check judges, reads and needs. Throws a `UsageError` where there is no such check. */
export function explainOwn(id: string): CheckExplained {
  const check = catalogue.find((one) => one.id === id);
  if (check !== undefined) return explainCheck(check);
  throw new UsageError(`--explain knows no "${id}": docs/checks.md and GET /api/checks list the checks.`);
}
