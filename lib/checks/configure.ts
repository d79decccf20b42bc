import { isVaultData, type CatalogueCheck } from '../model/check.ts';
import type { CatalogueConfig, SwitchedOff } from '../model/config.ts';

export interface ConfiguredCatalogue {
  readonly checks: readonly CatalogueCheck[];
  readonly switchedOff: readonly SwitchedOff[];
}

/** Sources that are read only where the operator asks for them. */
export interface OptionalSources {
  /** Certificates, from the vaults themselves. */
  readonly keyVaultData: boolean;
}

const keyVaultDataOff = 'reads certificates from the vaults themselves; set KEY_VAULT_DATA_PLANE to true';

function sourceOff({ sources }: CatalogueCheck, { keyVaultData }: OptionalSources): string | undefined {
  return !keyVaultData && sources.some(isVaultData) ? keyVaultDataOff : undefined;
}

/**
 * The catalogue as an organisation wants it: checks switched off with a reason, other severities, its own parameters.
 * By default no optional source is read, and the checks that need one are switched off.
 */
export function configure(
  catalogue: readonly CatalogueCheck[],
  config: CatalogueConfig,
  optional: OptionalSources = { keyVaultData: false },
): ConfiguredCatalogue {
  const { parameters } = config;
  const switchedOff = catalogue.flatMap((check) => {
    const reason = config.checks[check.id]?.offBecause ?? sourceOff(check, optional);
    return reason === undefined ? [] : [{ checkId: check.id, reason }];
  });
  const off = new Set(switchedOff.map(({ checkId }) => checkId));
  const checks = catalogue
    .filter(({ id }) => !off.has(id))
    .map((check): CatalogueCheck => {
      const severity = config.checks[check.id]?.severity ?? check.severity;
      const judge: CatalogueCheck['judge'] = (subject, read, at) => check.judge(subject, read, at, parameters);
      return Object.freeze({ ...check, severity, judge });
    });
  return { checks, switchedOff };
}
