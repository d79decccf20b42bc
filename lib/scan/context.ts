import { createHash } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import type { Collector } from '../collect/collector.ts';
import type { SameAs } from '../model/assessment.ts';
import type { CatalogueCheck } from '../model/check.ts';
import type { CatalogueConfig, SwitchedOff } from '../model/config.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/openStore.ts';

export const version: string = manifest.version;

/** Everything that the scan's life works with. */
export interface ScanContext {
  readonly settings: Settings;
  readonly store: Store;
  readonly catalogue: readonly CatalogueCheck[];
  /** Checks that the operator switched off: they are not in the catalogue. */
  readonly switchedOff: readonly SwitchedOff[];
  /** Tells two catalogues apart: a scan never mixes them. */
  readonly digest: string;
  /** Which of our checks judge the same as a recommendation of Defender for Cloud. */
  readonly sameAs: SameAs;
  readonly openCollector: () => Collector;
  readonly log: (level: 'information' | 'warning' | 'error', message: string) => void;
}

/** Set by the build: a hash over the sources of checks, judge and model. Absent where the sources run unbuilt. */
declare const judgingSources: string | undefined;

/** SHA-256 over the app's version, every check's facts, the organisation's own settings and the sources that judge. */
export function digestOf(catalogue: readonly CatalogueCheck[], config?: CatalogueConfig): string {
  const sources = typeof judgingSources === 'undefined' ? '' : judgingSources;
  return createHash('sha256')
    .update(JSON.stringify([version, sources, catalogue, config]))
    .digest('hex');
}
