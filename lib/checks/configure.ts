import type { CatalogueCheck } from '../model/check.ts';
import type { CatalogueConfig, SwitchedOff } from '../model/config.ts';

export interface ConfiguredCatalogue {
  readonly checks: readonly CatalogueCheck[];
  readonly switchedOff: readonly SwitchedOff[];
}

/** The catalogue as an organisation wants it: checks switched off with a reason, other severities, its own parameters. */
export function configure(catalogue: readonly CatalogueCheck[], config: CatalogueConfig): ConfiguredCatalogue {
  const { parameters } = config;
  const switchedOff = catalogue.flatMap(({ id }) => {
    const reason = config.checks[id]?.offBecause;
    return reason === undefined ? [] : [{ checkId: id, reason }];
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
