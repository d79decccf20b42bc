import type { Severity } from './check.ts';
import type { CheckParameters } from './parameters.ts';

/** What an organisation says of one check. */
export interface CheckConfig {
  /** Why the check is switched off; absent means it is on. */
  readonly offBecause?: string;
  readonly severity?: Severity;
}

/** An organisation's own settings of the catalogue. */
export interface CatalogueConfig {
  /** By check id. */
  readonly checks: Readonly<Record<string, CheckConfig>>;
  readonly parameters: CheckParameters;
}

/** A check that the operator switched off, and why. */
export interface SwitchedOff {
  readonly checkId: string;
  readonly reason: string;
}
