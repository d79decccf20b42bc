import { stringify } from 'csv-stringify/sync';
import type { FindingView, Tags } from '../model/finding.ts';
import type { ReportWriter } from './report.ts';

export interface CsvOptions {
  /** True where the file goes on from an earlier answer: without the header line. */
  readonly continued: boolean;
}

function tagList(tags: Tags): string {
  return Object.entries(tags)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** The finding record in a fixed order: new columns come last, so that a sheet made for these goes on to work. */
const columns: readonly (readonly [name: string, value: (finding: FindingView) => string | undefined])[] = [
  ['checkId', ({ checkId }) => checkId],
  ['service', ({ service }) => service],
  ['severity', ({ severity }) => severity],
  ['title', ({ title }) => title],
  ['status', ({ status }) => status],
  ['resourceId', ({ resourceId }) => resourceId],
  ['resourceName', ({ resourceName }) => resourceName],
  ['resourceType', ({ resourceType }) => resourceType],
  ['resourceGroup', ({ resourceGroup }) => resourceGroup],
  ['subscriptionId', ({ subscriptionId }) => subscriptionId],
  ['subscriptionName', ({ subscriptionName }) => subscriptionName],
  ['managementGroups', ({ managementGroups }) => managementGroups?.map(({ name }) => name).join(' / ')],
  ['location', ({ location }) => location],
  ['tags', ({ tags }) => tagList(tags)],
  ['subKey', ({ subKey }) => subKey],
  ['because.path', ({ because }) => because?.path],
  ['because.observed', ({ because }) => because?.observed],
  ['because.expected', ({ because }) => because?.expected],
  ['because.trail', ({ because }) => because?.trail?.join(' > ')],
  ['reason', ({ reason }) => reason],
  ['detail', ({ detail }) => detail],
  ['permission', ({ permission }) => permission],
  ['why', ({ why }) => why],
  ['fix.text', ({ fix }) => fix.text],
  ['fix.cli', ({ fix }) => fix.cli],
  ['reference', ({ reference }) => reference],
  ['firstSeen.at', ({ firstSeen }) => firstSeen?.at],
  ['firstSeen.scanId', ({ firstSeen }) => firstSeen?.scanId],
  ['exemption.id', ({ exemption }) => exemption?.id],
  ['exemption.reason', ({ exemption }) => exemption?.reason],
  ['exemption.createdBy', ({ exemption }) => exemption?.createdBy],
  ['exemption.expiresAt', ({ exemption }) => exemption?.expiresAt],
  ['exemption.byTagOnly', ({ exemption }) => exemption?.byTagOnly.toString()],
];

/**
 * A formula behind characters that a spreadsheet drops, and the two first characters that `escape_formulas` leaves:
 * line feed and NUL. https://owasp.org/www-community/attacks/CSV_Injection
 */
const hiddenFormula = /^(?:[\n\0]|[\s\p{Cc}\p{Cf}]+[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u;

function line(values: readonly (string | undefined)[]): string {
  const cells = values.map((value = '') => (hiddenFormula.test(value) ? `'${value}` : value));
  return stringify([cells], { escape_formulas: true, record_delimiter: '\r\n', quote_record_delimiter: true });
}

/** RFC 4180: one line for each finding, whole. A cell that a spreadsheet would run begins with an apostrophe. */
export function openCsv({ continued }: CsvOptions = { continued: false }): ReportWriter {
  return {
    begin: () => (continued ? '' : line(columns.map(([name]) => name))),
    add: (finding) => line(columns.map(([, value]) => value(finding))),
    end: () => '',
  };
}
