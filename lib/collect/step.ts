import type { Arm } from '../azure/arm.ts';
import type { OpenCursor } from './cursor.ts';
import type { Columns, Listing } from './listings.ts';
import type { Row } from '../model/row.ts';

/** A row that a step found, and the cursor after it; null where the listing ends with it. */
export interface StepRow {
  readonly row: Row;
  /** The row is too large to be sent: only its id, type and subscription are known. */
  readonly tooLarge: boolean;
  readonly next: OpenCursor | null;
}

/** What one move along a listing brought. */
export interface Step {
  readonly rows: readonly StepRow[];
  /** Where to go on; null at the end of the listing. */
  readonly next: OpenCursor | null;
  /** How many rows the listing holds from the step's start on. */
  readonly total: number;
}

export interface Walk {
  readonly arm: Arm;
  readonly listing: Listing;
  /** Rows at most. */
  readonly top: number;
  readonly columns: Columns;
  /** How many rows the listing holds, where they were counted before. */
  readonly counted?: number | undefined;
}
