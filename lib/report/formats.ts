import { openCsv } from './csv.ts';
import { openJson } from './json.ts';
import { openHtml } from './html.ts';
import { openMarkdown } from './markdown.ts';
import { openNdjson } from './ndjson.ts';
import type { ReportWriter } from './report.ts';
import { openSarif } from './sarif.ts';

/** One file a format: what it is called, what it is served as, who writes it. */
interface ReportFormat {
  readonly extension: string;
  readonly contentType: string;
  readonly open: () => ReportWriter;
}

/** The tag that names who owns a resource. */
export const defaultOwnerTag = 'owner';

export const reportFormats = {
  csv: { extension: 'csv', contentType: 'text/csv; charset=utf-8', open: () => openCsv() },
  ndjson: { extension: 'ndjson', contentType: 'application/x-ndjson', open: openNdjson },
  json: { extension: 'json', contentType: 'application/json', open: openJson },
  sarif: { extension: 'sarif', contentType: 'application/sarif+json', open: openSarif },
  html: {
    extension: 'html',
    contentType: 'text/html; charset=utf-8',
    open: () => openHtml({ ownerTag: defaultOwnerTag, csvName: undefined }),
  },
  markdown: { extension: 'md', contentType: 'text/markdown; charset=utf-8', open: openMarkdown },
} as const satisfies Readonly<Record<string, ReportFormat>>;

export type ReportFormatName = keyof typeof reportFormats;
export const reportFormatNames = [
  'html',
  'csv',
  'ndjson',
  'json',
  'sarif',
  'markdown',
] as const satisfies readonly ReportFormatName[];
