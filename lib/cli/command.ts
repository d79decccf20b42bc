import type { ReportFormatName } from '../report/formats.ts';
import type { Severity } from '../model/check.ts';

export const sampleNames = ['default', 'broken', 'blind', 'empty'] as const;
export type SampleName = (typeof sampleNames)[number];

/** Where the resources come from: exactly one. */
export type Target =
  | {
      readonly kind: 'sample';
      readonly name: SampleName;
      readonly resources: number | undefined;
      /** Just these of its resources; empty means all. */
      readonly resourceIds: readonly string[];
    }
  /** What a deployed app looks at where it is not told. */
  | { readonly kind: 'appDefault' }
  | { readonly kind: 'resources'; readonly ids: readonly string[] }
  | { readonly kind: 'subscriptions'; readonly ids: readonly string[] }
  | { readonly kind: 'managementGroup'; readonly name: string }
  | {
      readonly kind: 'inventory';
      readonly file: string;
      /** Lower-case resource type → api-version: rows of these types are ARM answers of that version. */
      readonly apiVersions: ReadonlyMap<string, string>;
    };

/** A deployed app, and what opens it. */
export interface AppAddress {
  /** As https://func-vigil.azurewebsites.net */
  readonly url: string;
  /** Secret headers: a function key, a token of Entra ID, or neither. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the command line asks for. Empty filters mean the whole catalogue. */
export interface ScanCommand {
  readonly target: Target;
  /** The app that scans; undefined starts one on this machine. */
  readonly app: AppAddress | undefined;
  /** A scan of that app to report, instead of a new one. */
  readonly scanId: string | undefined;
  readonly checks: readonly string[];
  readonly services: readonly string[];
  readonly severities: readonly Severity[];
  /** `name=value`, or `name` for any value. */
  readonly tags: readonly string[];
  readonly excludedSubscriptions: readonly string[];
  /** The file of the organisation's own settings. */
  readonly config: string | undefined;
  readonly format: 'table' | 'json';
  readonly out: string;
  /** Written beside `out`, in these formats. */
  readonly reports: readonly ReportFormatName[];
  /** The tag that names who owns a resource. */
  readonly ownerTag: string;
  /** Whether passes are kept and reported too. */
  readonly recordAll: boolean;
  readonly failOn: Severity | undefined;
  /** Points, 0–100. */
  readonly failOnScore: number | undefined;
  /** Percent. */
  readonly minCoverage: number;
}

/** What a command line means: a scan, a text to print (help, version), or one sentence about what is wrong with it. */
export type Invocation =
  | { readonly kind: 'scan'; readonly command: ScanCommand }
  /** What a scan of the target would see. */
  | { readonly kind: 'preflight'; readonly command: ScanCommand }
  | { readonly kind: 'explain'; readonly check: string; readonly format: ScanCommand['format'] }
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
