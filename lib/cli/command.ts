import type { Severity } from '../model/check.ts';

export const sampleNames = ['default', 'broken', 'blind', 'empty'] as const;
export type SampleName = (typeof sampleNames)[number];

/** Where the resources come from: exactly one. */
export type Target =
  | { readonly kind: 'sample'; readonly name: SampleName; readonly resources: number | undefined }
  | { readonly kind: 'subscriptions'; readonly ids: readonly string[] }
  | { readonly kind: 'managementGroup'; readonly name: string }
  | {
      readonly kind: 'inventory';
      readonly file: string;
      /** Lower-case resource type → api-version: rows of these types are ARM answers of that version. */
      readonly apiVersions: ReadonlyMap<string, string>;
    };

/** What the command line asks for. Empty filters mean the whole catalogue. */
export interface ScanCommand {
  readonly target: Target;
  readonly checks: readonly string[];
  readonly services: readonly string[];
  readonly severities: readonly Severity[];
  readonly format: 'table' | 'json';
  readonly out: string;
  readonly failOn: Severity | undefined;
  /** Percent. */
  readonly minCoverage: number;
}

/** What a command line means: a scan, a text to print (help, version), or one sentence about what is wrong with it. */
export type Invocation =
  | { readonly kind: 'scan'; readonly command: ScanCommand }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'usage'; readonly message: string };

/** Bad usage: the message names the flag and says how to mend it. */
export class UsageError extends Error {
  readonly code = 'usage';

  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
