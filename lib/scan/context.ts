import { createHash } from 'node:crypto';
import manifest from '../../package.json' with { type: 'json' };
import type { Collector } from '../collect/collector.ts';
import type { CatalogueCheck } from '../model/check.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/openStore.ts';

export const version: string = manifest.version;

/** Everything that the scan's life works with. */
export interface ScanContext {
  readonly settings: Settings;
  readonly store: Store;
  readonly catalogue: readonly CatalogueCheck[];
  /** Tells two catalogues apart: a scan never mixes them. */
  readonly digest: string;
  readonly openCollector: () => Collector;
  readonly log: (level: 'information' | 'warning' | 'error', message: string) => void;
}

/** Set by the build: a hash over the sources of checks, judge and model. Absent where the sources run unbuilt. */
declare const judgingSources: string | undefined;

/** SHA-256 over the app's version, every check's facts and the sources that judge. */
export function digestOf(catalogue: readonly CatalogueCheck[]): string {
  const sources = typeof judgingSources === 'undefined' ? '' : judgingSources;
  return createHash('sha256')
    .update(JSON.stringify([version, sources, catalogue]))
    .digest('hex');
}
