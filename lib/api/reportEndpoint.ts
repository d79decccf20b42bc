import type { HttpResponseInit } from '@azure/functions';
import { openCsv } from '../report/csv.ts';
import { reportFormats } from '../report/formats.ts';
import { openHtml } from '../report/html.ts';
import type { ReportWriter } from '../report/report.ts';
import { isFinal, type Control } from '../scan/control.ts';
import { listFindings } from '../scan/findings.ts';
import { failure, type Call } from './answers.ts';
import { scanNotFinished } from './decisionEndpoints.ts';
import { ofScan } from './listEndpoints.ts';
import { pageOf, parseQuery, reportParameters } from './parameters.ts';
import { readReport } from './readReport.ts';
import type { ReportFormatName } from '../report/formats.ts';

/** Findings in one answer, and in one page of them. */
const mostFindings = 5_000;
const largestPage = 1_000;
/** The platform ends an answer after 230 s: https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout */
const longestAnswer = 150_000;

/** These show some findings and count all: one answer is the whole. */
const wholeFormats: readonly ReportFormatName[] = ['html', 'markdown'];

interface Wish {
  readonly format: ReportFormatName;
  readonly ownerTag: string;
  readonly after: string | undefined;
}

function openWriter({ format, ownerTag, after }: Wish): ReportWriter {
  if (format === 'csv') return openCsv({ continued: after !== undefined });
  if (format === 'html') return openHtml({ ownerTag, csvName: 'report?format=csv' });
  return reportFormats[format].open();
}

/** What the keys of passes begin with: they come after the findings. */
const passes = 'passed~';

type Written = { readonly body: string; readonly next: string | null } | 'tooLarge';

/** Writes findings until there are no more, the answer is full or its time is over. */
async function write(call: Call, control: Control, wish: Wish): Promise<Written> {
  const deadline = performance.now() + longestAnswer;
  const whole = wholeFormats.includes(wish.format);
  const writer = openWriter(wish);
  const texts = [writer.begin(await readReport(call.context, control, wish.format === 'html'))];
  let count = 0;
  const keepsPasses = control.scan.record.options.record === 'all';
  let { after } = wish;
  for (;;) {
    const status = after?.startsWith(passes) === true ? 'pass' : undefined;
    const page = await listFindings(call.context, control, { top: largestPage, status, after });
    texts.push(...page.value.map((finding) => writer.add(finding)));
    count += page.value.length;
    after = page.next ?? (status === undefined && keepsPasses ? passes : undefined);
    const late = performance.now() > deadline;
    if (late && whole && after !== undefined) return 'tooLarge';
    const full = !whole && (late || count + largestPage > mostFindings);
    if (after === undefined || full) break;
  }
  texts.push(writer.end());
  return { body: texts.join(''), next: after ?? null };
}

/** A finished scan as a file. What one answer does not hold, the header Link goes on with. */
export function getReport(call: Call): Promise<HttpResponseInit> {
  return ofScan(call, async (control, scanId) => {
    const query = parseQuery(call.request, reportParameters);
    if ('answer' in query) return query.answer;
    if (!isFinal(control.scan.record)) return scanNotFinished(scanId);
    const { format, ownerTag } = query.values;
    const written = await write(call, control, { format, ownerTag, after: query.after });
    if (written === 'tooLarge') {
      const message = `The scan holds more findings than a report of format ${format} can be made of in one answer. Ask for csv or ndjson, or have the command line write the report.`;
      return failure(422, 'ReportTooLarge', message, 'format');
    }
    const { nextLink } = pageOf(call, { value: [], next: written.next });
    const { contentType, extension } = reportFormats[format];
    return {
      body: written.body,
      headers: {
        'Content-Type': contentType,
        'Content-Disposition': `attachment; filename="vigil-${scanId}.${extension}"`,
        ...(nextLink !== undefined && { Link: `<${nextLink}>; rel="next"` }),
      },
    };
  });
}
