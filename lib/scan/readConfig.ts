import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { severities } from '../model/check.ts';
import type { CatalogueConfig } from '../model/config.ts';
import { defaultParameters, tlsVersions } from '../model/parameters.ts';
import { SettingsError } from '../settings.ts';

const days = z.int().min(1).max(3650);
const shape = z.strictObject({
  checks: z
    .record(
      z.string(),
      z.strictObject({
        enabled: z.boolean().exactOptional(),
        reason: z.string().trim().min(1).max(1000).exactOptional(),
        severity: z.enum(severities).exactOptional(),
      }),
    )
    .default({}),
  parameters: z
    .strictObject({
      acceptedTlsVersions: z.array(z.enum(tlsVersions)).min(1).exactOptional(),
      accountKeyDays: days.exactOptional(),
      flowLogDays: days.exactOptional(),
      certificateDays: days.exactOptional(),
    })
    .default({}),
  $schema: z.string().exactOptional(),
});

/** The file beside host.json that is read where no setting names another source. */
export const configFile = 'vigil.config.json';

function refuse(where: string, fault: string): never {
  throw new SettingsError(`${where} cannot be used: ${fault}`);
}

function parsed(text: string, where: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch (error) {
    return refuse(where, `it is no JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** Narrows an organisation's configuration. Throws a `SettingsError` that names the field and the rule. */
export function parseConfig(text: string, where: string, known: readonly string[]): CatalogueConfig {
  const result = shape.safeParse(parsed(text, where));
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);
    return refuse(where, `${faults.join('. ')}.`);
  }
  const { checks, parameters } = result.data;
  const stranger = Object.keys(checks).find((id) => !known.includes(id));
  if (stranger !== undefined) refuse(where, `checks.${stranger}: there is no such check.`);
  const entries = Object.entries(checks).map(([id, { enabled = true, reason, severity }]) => {
    if (!enabled && reason === undefined) refuse(where, `checks.${id}.reason: a check is switched off with a reason.`);
    return [id, { ...(!enabled && { offBecause: reason ?? '' }), ...(severity && { severity }) }] as const;
  });
  if (entries.filter(([, { offBecause }]) => offBecause !== undefined).length === known.length) {
    refuse(where, 'checks: it switches every check off.');
  }
  return { checks: Object.fromEntries(entries), parameters: { ...defaultParameters, ...parameters } };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? undefined : refuse(file, error instanceof Error ? error.message : String(error));
  }
}

/**
 * The app's configuration: the JSON of the setting `VIGIL_CONFIG`, else the file `vigil.config.json` beside host.json,
 * else the defaults.
 */
export function readConfig(setting: string | undefined, known: readonly string[]): CatalogueConfig {
  if (setting !== undefined) return parseConfig(setting, 'The setting VIGIL_CONFIG', known);
  const text = textOf(configFile);
  if (text === undefined) return { checks: {}, parameters: defaultParameters };
  return parseConfig(text, configFile, known);
}
