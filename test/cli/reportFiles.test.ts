import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeReportFiles } from '../../lib/cli/reportFiles.ts';
import { fileNamesOf } from '../../lib/cli/reportNames.ts';
import type { FindingView } from '../../lib/model/finding.ts';
import { openHtml } from '../../lib/report/html.ts';
import { reportFormatNames, reportFormats, type ReportFormatName } from '../../lib/report/formats.ts';
import { manyFindings, oneOfEach, sampleReport, written } from '../report/sampleFindings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigil-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const there = (): readonly string[] => readdirSync(folder).sort();
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');

interface Wish {
  readonly out?: string;
  readonly reports?: readonly ReportFormatName[];
  readonly ownerTag?: string;
}
const request = ({ out = 'report.json', reports = ['html'], ownerTag = 'owner' }: Wish = {}) => ({
  out: join(folder, out),
  reports,
  ownerTag,
});

/** Findings as they come from an app; `meanwhile` is called before each. */
async function* coming(
  findings: Iterable<FindingView>,
  meanwhile: (index: number) => void = () => undefined,
): AsyncGenerator<FindingView> {
  let index = 0;
  for (const finding of findings) {
    meanwhile(index);
    index += 1;
    yield await Promise.resolve(finding);
  }
}

function breakAt(when: number): (index: number) => void {
  return (index) => {
    if (index === when) throw new Error('the app went away');
  };
}

describe('fileNamesOf', () => {
  it.each<[string, readonly ReportFormatName[], readonly string[]]>([
    ['report.json', [], ['report.json']],
    ['report.json', ['html'], ['report.json', 'report.html']],
    ['report.json', ['json', 'html'], ['report.json', 'report.html']],
    ['a/b.json', ['csv', 'ndjson', 'sarif', 'markdown'], ['a/b.json', 'a/b.csv', 'a/b.ndjson', 'a/b.sarif', 'a/b.md']],
    ['report', ['html'], ['report', 'report.html']],
    ['REPORT.JSON', ['html'], ['REPORT.JSON', 'REPORT.html']],
    ['scan.2026', ['html', 'csv'], ['scan.2026', 'scan.2026.html', 'scan.2026.csv']],
    ['x.json/scan', ['html'], ['x.json/scan', 'x.json/scan.html']],
    ['html', ['html'], ['html', 'html.html']],
  ])('of %s with %j', (out, reports, names) => {
    expect(fileNamesOf({ out, reports })).toEqual(names);
  });

  it.each(['report.json', 'report', '.json', 'a.b', 'report.JSON', 'html'])('never names %s twice', (out) => {
    const names = fileNamesOf({ out, reports: reportFormatNames }).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(reportFormatNames.length);
  });
});

describe('writeReportFiles', () => {
  it('writes every format as its writer does, and nothing besides', async () => {
    const reports = reportFormatNames;
    await writeReportFiles(request({ reports, ownerTag: 'env' }), [], sampleReport(), coming(oneOfEach));
    const names = reports.map((format) => `report.${reportFormats[format].extension}`);
    expect(there()).toEqual(names.toSorted());
    for (const format of reports.filter((one) => one !== 'html')) {
      const expected = written(reportFormats[format].open(), sampleReport(), oneOfEach);
      expect(textOf(`report.${reportFormats[format].extension}`)).toBe(expected);
    }
    const page = openHtml({ ownerTag: 'env', csvName: 'report.csv' });
    expect(textOf('report.html')).toBe(written(page, sampleReport(), oneOfEach));
  });

  it('names no csv in a page that has none beside it', async () => {
    await writeReportFiles(request(), [], sampleReport(), coming(oneOfEach));
    const page = openHtml({ ownerTag: 'owner', csvName: undefined });
    expect(textOf('report.html')).toBe(written(page, sampleReport(), oneOfEach));
  });

  it('shows no file by its name until all of it is written', async () => {
    const early: string[] = [];
    const look = () => early.push(...there().filter((name) => !name.endsWith('.part')));
    await writeReportFiles(request({ reports: ['csv'] }), [], sampleReport(), coming(manyFindings(2000), look));
    expect(early).toEqual([]);
    expect(there()).toEqual(['report.csv', 'report.json']);
    expect(textOf('report.json')).toBe(written(reportFormats.json.open(), sampleReport(), manyFindings(2000)));
  });

  it('tells what a summary shows', async () => {
    const digest = await writeReportFiles(request(), [], sampleReport(), coming(oneOfEach));
    expect(digest.failed.map(({ count }) => count)).toEqual([1]);
    expect(digest.unread.map(({ verdicts }) => verdicts)).toEqual([1]);
  });

  it('prints report.json too, as the findings come', async () => {
    const printed: string[] = [];
    const sink = { write: (text: string) => Promise.resolve(void printed.push(text)) };
    const counts: number[] = [];
    await writeReportFiles(
      request({ reports: [] }),
      [sink],
      sampleReport(),
      coming(oneOfEach, () => counts.push(printed.length)),
    );
    expect(printed.join('')).toBe(textOf('report.json'));
    // The head before the first finding, and each before the next.
    expect(counts).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['before the first finding', 0],
    ['after a few', 3],
    ['after many', 1500],
  ])('leaves nothing where the findings break off %s', async (_when, index) => {
    const broken = coming(manyFindings(2000), breakAt(index));
    const writing = writeReportFiles(request({ reports: ['html', 'csv'] }), [], sampleReport(), broken);
    await expect(writing).rejects.toThrow('the app went away');
    expect(there()).toEqual([]);
  });

  it('keeps the report of the run before where this one breaks off', async () => {
    await writeReportFiles(request(), [], sampleReport(), coming(oneOfEach));
    const before = [textOf('report.json'), textOf('report.html')];
    const broken = coming(manyFindings(2000), breakAt(1500));
    await expect(writeReportFiles(request(), [], sampleReport(), broken)).rejects.toThrow('the app went away');
    expect([textOf('report.json'), textOf('report.html')]).toEqual(before);
    expect(there()).toEqual(['report.html', 'report.json']);
  });

  it('puts a whole report in the place of a longer one', async () => {
    writeFileSync(join(folder, 'report.json'), 'x'.repeat(1_000_000));
    await writeReportFiles(request(), [], sampleReport(), coming([]));
    expect(textOf('report.json')).toBe(written(reportFormats.json.open(), sampleReport(), []));
  });

  it('leaves nothing where printing fails', async () => {
    const sink = { write: () => Promise.reject(new Error('nobody reads')) };
    const writing = writeReportFiles(request(), [sink], sampleReport(), coming(oneOfEach));
    await expect(writing).rejects.toThrow('nobody reads');
    expect(there()).toEqual([]);
  });

  it('says that a folder is not there, and reads no finding', async () => {
    let read = 0;
    const findings = coming(oneOfEach, () => (read += 1));
    const writing = writeReportFiles(request({ out: 'none/report.json' }), [], sampleReport(), findings);
    await expect(writing).rejects.toMatchObject({ code: 'ENOENT' });
    expect(read).toBe(0);
    expect(there()).toEqual([]);
  });

  it('leaves nothing of the first file where the second cannot be made', async () => {
    // The longest name that a file can have takes the first, and not one that ends in ".ndjson".
    const out = 'x'.repeat(255 - `.${String(process.pid)}.part`.length);
    const writing = writeReportFiles(request({ out, reports: ['ndjson'] }), [], sampleReport(), coming(oneOfEach));
    await expect(writing).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
    expect(there()).toEqual([]);
  });

  it('ends with an error where the folder goes away meanwhile', async () => {
    const findings = coming(oneOfEach, (index) => {
      if (index === 0) rmSync(folder, { recursive: true });
    });
    await expect(writeReportFiles(request(), [], sampleReport(), findings)).rejects.toMatchObject({ code: 'ENOENT' });
    folder = mkdtempSync(join(tmpdir(), 'vigil-files-'));
  });
});
