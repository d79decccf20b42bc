import { basename } from 'node:path';
import { openCsv } from '../report/csv.ts';
import { openDigest, type FindingsDigest } from '../report/digest.ts';
import { reportFormats, type ReportFormatName } from '../report/formats.ts';
import { openHtml } from '../report/html.ts';
import type { Report, ReportWriter } from '../report/report.ts';
import type { FindingView } from '../model/finding.ts';
import type { ScanCommand } from './command.ts';
import { fileNameOf, formatsOf } from './reportNames.ts';
import { openTextFile, type TextFile, type TextSink } from './textFile.ts';

/** One report on its way to its place. */
interface Output {
  readonly writer: ReportWriter;
  readonly sink: TextSink;
}

type Request = Pick<ScanCommand, 'out' | 'reports' | 'ownerTag'>;

function openWriter(format: ReportFormatName, { out, reports, ownerTag }: Request): ReportWriter {
  if (format === 'csv') return openCsv();
  if (format !== 'html') return reportFormats[format].open();
  const csv = reports.includes('csv') ? basename(fileNameOf(out, 'csv')) : undefined;
  return openHtml({ ownerTag, csvName: csv });
}

async function dropAll(files: readonly TextFile[]): Promise<void> {
  await Promise.all(files.map((file) => file.drop()));
}

/** Opens a file for each format. Where one cannot be opened, none is left. */
async function openFiles(request: Request): Promise<readonly (Output & { readonly sink: TextFile })[]> {
  const outputs: (Output & { readonly sink: TextFile })[] = [];
  try {
    for (const format of formatsOf(request)) {
      const sink = await openTextFile(fileNameOf(request.out, format));
      outputs.push({ writer: openWriter(format, request), sink });
    }
    return outputs;
  } catch (error) {
    await dropAll(outputs.map(({ sink }) => sink));
    throw error;
  }
}

/**
 * Writes the files of a command while the findings come, with flat memory, and tells what a summary shows of them. The
 * files are whole, or not there at all. `printed` takes report.json too.
 */
export async function writeReportFiles(
  request: Request,
  printed: readonly TextSink[],
  report: Report,
  findings: AsyncIterable<FindingView>,
): Promise<FindingsDigest> {
  const written = await openFiles(request);
  const files = written.map(({ sink }) => sink);
  const outputs: readonly Output[] = [
    ...printed.map((sink) => ({ writer: openWriter('json', request), sink })),
    ...written,
  ];
  const each = async (text: (writer: ReportWriter) => string): Promise<void> => {
    for (const { writer, sink } of outputs) {
      const said = text(writer);
      if (said !== '') await sink.write(said);
    }
  };
  const digest = openDigest();
  try {
    await each((writer) => writer.begin(report));
    for await (const finding of findings) {
      digest.add(finding);
      await each((writer) => writer.add(finding));
    }
    await each((writer) => writer.end());
    await Promise.all(files.map((file) => file.close()));
    // All are written: now they take their places.
    for (const file of files) await file.publish();
  } catch (error) {
    await dropAll(files);
    throw error;
  }
  return digest.digest();
}
