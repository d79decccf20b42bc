/** 0–100, at most two decimals. The truth lies between: `low` counts what is unknown as failed, `high` as passed. */
export interface ScoreRange {
  readonly low: number;
  readonly high: number;
}

/** A score, and what of: a service, or a subscription. */
export interface NamedScore extends ScoreRange {
  readonly name: string;
}
