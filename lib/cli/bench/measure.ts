import type { Figure } from './figure.ts';

/** How a measure is run. */
export interface Run {
  /** About a minute in all instead of some ten: smaller tenants, fewer repetitions. */
  readonly quick: boolean;
  /** Says on stderr what is being done. */
  readonly say: (line: string) => void;
}

export interface Measure {
  readonly name: string;
  readonly about: string;
  /** Left out unless it is asked for, because it takes many minutes. */
  readonly slow?: boolean;
  readonly run: (run: Run) => Promise<readonly Figure[]>;
}
