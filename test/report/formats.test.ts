import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { reportFormats } from '../../lib/report/formats.ts';
import { failing, manyFindings, oneOfEach, sampleReport, written } from './sampleFindings.ts';

const formats = Object.entries(reportFormats);
const wholeFormats = ['csv', 'json', 'ndjson', 'sarif'] as const;

/** Bytes in use after a garbage collection. */
function heldMemory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  return process.memoryUsage().heapUsed;
}

describe('reportFormats', () => {
  it.each(formats)('%s opens a writer of its own each time', (_name, { open }) => {
    const other = open();
    other.begin(sampleReport());
    other.add(failing({ resourceName: 'fromAnother' }));
    expect(written(open(), sampleReport(), oneOfEach)).toBe(written(open(), sampleReport(), oneOfEach));
    expect(written(open(), sampleReport(), [])).not.toContain('fromAnother');
  });

  it.each(formats)('%s has a media type and an extension', (_name, { contentType, extension }) => {
    expect(contentType).toMatch(/^(text|application)\/[\w.+-]+(; charset=utf-8)?$/);
    expect(extension).toMatch(/^[a-z]+$/);
  });

  it.each(wholeFormats)('%s names every one of 2,000 resources and marks what is exempted', (name) => {
    const text = written(reportFormats[name].open(), sampleReport(), manyFindings(2_000));
    const named = text.matchAll(/storageAccounts\/(account\d+)\b/g);
    expect(new Set([...named].map(([, resource]) => resource)).size).toBe(2_000);
    expect(written(reportFormats[name].open(), sampleReport(), oneOfEach)).toContain('Old printers until spring');
  });

  // Every finding is some 2 kB, and so is its text: a writer that kept either would grow by 40 MB.
  it.each(formats)('%s holds nothing that grows by the finding', (name, { open }) => {
    const writer = open();
    writer.begin(sampleReport());
    const before = heldMemory();
    for (const finding of manyFindings(20_000)) expect(typeof writer.add(finding)).toBe('string');
    // The page holds the worst 5,000 until its end, a kilobyte each.
    expect(heldMemory() - before).toBeLessThan(name === 'html' ? 8_000_000 : 4_000_000);
    expect(typeof writer.end()).toBe('string');
  });
});
