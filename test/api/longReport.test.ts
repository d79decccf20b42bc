import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getReport } from '../../lib/api/reportEndpoint.ts';
import { productionSubscription } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import type { Row } from '../../lib/model/row.ts';
import { openCsv } from '../../lib/report/csv.ts';
import type { ReportFormatName } from '../../lib/report/formats.ts';
import { toProperties } from '../../lib/store/columns.ts';
import { findingKey } from '../../lib/store/keys.ts';
import type { Write } from '../../lib/store/table.ts';
import { readCsv } from '../report/csvReader.ts';
import { sampleReport } from '../report/sampleFindings.ts';
import { rowsOf } from '../scan/support/results.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, faultOf, type Reply } from './support/callApi.ts';
import { finishedScan } from './support/finishedScan.ts';
import { catalogue, inJson, listed, nextOf, reportOf } from './support/readReports.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

describe('a report of more than 5,000 findings', () => {
  const many = 5_300;

  /** Writes findings beside those of the scan, as if it had found them. */
  async function findMore({ context }: World, scanId: string): Promise<void> {
    const [like] = await rowsOf(context, scanId, 'finding~storage-public~');
    if (!like) throw new Error('The scan found nothing.');
    const writes = Array.from({ length: many }, (_, index): Write => {
      const resourceId = `/subscriptions/${productionSubscription}/providers/x/y/z${String(index)}`;
      const properties = toProperties({ ...like.properties, resourceId, resourceName: `z${String(index)}` });
      return { kind: 'insert', rowKey: findingKey('storage-public', resourceId, ''), properties };
    });
    for (let at = 0; at < many; at += 100) await context.store.scans.write(scanId, writes.slice(at, at + 100));
  }
  let filled: Promise<{ readonly world: World; readonly scanId: string; readonly all: readonly Row[] }> | undefined;
  async function fill() {
    const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' }, catalogue });
    const scanId = await finishedScan(world, { record: 'all' });
    await findMore(world, scanId);
    const all = [...(await listed(world, scanId)), ...(await listed(world, scanId, '?status=pass'))];
    return { world, scanId, all };
  }
  const ready = () => (filled ??= fill());

  async function answers(format: ReportFormatName): Promise<readonly string[]> {
    const { world, scanId } = await ready();
    const files: string[] = [];
    let path: string | undefined = `/scans/${scanId}/report?format=${format}`;
    while (path !== undefined) {
      if (files.length > 5) throw new Error('A report without an end.');
      const reply: Reply = await callApi(world.context, getReport, { path, params: { scanId } });
      files.push(reply.file);
      path = nextOf(reply);
    }
    return files;
  }

  it(
    'holds each once over its csv answers, in the order of the list, under one header',
    { timeout: 60_000 },
    async () => {
      const { all } = await ready();
      const files = await answers('csv');
      expect(files).toHaveLength(2);
      const header = openCsv().begin(sampleReport());
      expect(files.map((file) => file.startsWith(header))).toEqual([true, false]);
      const [head, ...rows] = readCsv(files.join(''));
      const [resourceId, check, subKey] = ['resourceId', 'checkId', 'subKey'].map((name) => head?.indexOf(name) ?? -1);
      const keys = rows.map((row) => [row[check ?? -1], row[resourceId ?? -1], row[subKey ?? -1]]);
      expect(all.length).toBeGreaterThan(many);
      expect(new Set(keys.map(String)).size).toBe(all.length);
      expect(keys).toEqual(all.map((finding) => [finding['checkId'], finding['resourceId'], finding['subKey']]));
      expect(readCsv(files[0] ?? '').length - 1).toBeLessThanOrEqual(5_000);
    },
  );

  it('holds each once over its ndjson answers', { timeout: 60_000 }, async () => {
    const { all } = await ready();
    const lines = (await answers('ndjson')).join('').trimEnd().split('\n').map(inJson);
    expect(lines).toEqual(all);
  });

  it('is one answer where the format shows the worst and counts the rest', { timeout: 60_000 }, async () => {
    for (const format of ['html', 'markdown'] as const) expect(await answers(format)).toHaveLength(1);
  });

  it('says what to do where the time of an answer is too short for the whole', async () => {
    const { world, scanId } = await ready();
    // Every look at the clock is later by a minute.
    let minutes = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => (minutes += 1) * 60_000);
    try {
      const whole = await reportOf(world, scanId, '?format=html');
      expect(faultOf(whole)).toEqual([422, 'ReportTooLarge', 'format']);
      const part = await reportOf(world, scanId, '?format=csv');
      expect([part.status, nextOf(part)]).toEqual([200, expect.stringContaining('token=')]);
    } finally {
      clock.mockRestore();
    }
  });

  it('goes on only with the format, the scan and the question that it began with', async () => {
    const { world, scanId } = await ready();
    const link = nextOf(await reportOf(world, scanId, '?format=csv&ownerTag=a')) ?? '';
    expect(link).toMatch(new RegExp(`^https://vigil\\.test/api/scans/${scanId}/report\\?format=csv&ownerTag=a&token=`));
    const token = new URL(link).searchParams.get('token') ?? '';
    const queries = [`?format=ndjson&ownerTag=a&token=${token}`, `?format=csv&token=${token}`];
    for (const query of queries) {
      expect(faultOf(await reportOf(world, scanId, query))).toEqual([400, 'InvalidRequest', 'token']);
    }
    const other = (await world.start()).id;
    const elsewhere = await reportOf(world, other, `?format=csv&ownerTag=a&token=${token}`);
    expect(faultOf(elsewhere)).toEqual([400, 'InvalidRequest', 'token']);
  });

  it('leaves the key out of its link', async () => {
    const { world, scanId } = await ready();
    const link = nextOf(await reportOf(world, scanId, '?format=csv&code=secret'));
    expect(link).not.toContain('secret');
  });
});
