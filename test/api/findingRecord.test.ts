import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExemption } from '../../lib/api/exemptionEndpoints.ts';
import { listFindings } from '../../lib/api/listEndpoints.ts';
import { getScan } from '../../lib/api/scanEndpoints.ts';
import { productionSubscription, tenantId } from '../../lib/local/sampleTenant/subscriptionIds.ts';
import { isRow } from '../../lib/model/row.ts';
import { findingRanges } from '../../lib/scan/findings.ts';
import { controlOf } from '../scan/support/series.ts';
import { startStorage, type TestStorage } from '../scan/support/storage.ts';
import { accountType } from '../scan/support/testChecks.ts';
import { openWorld, type World } from '../scan/support/world.ts';
import { callApi, everyPage } from './support/callApi.ts';
import { finishedScan } from './support/finishedScan.ts';
import { catalogue, listed } from './support/readReports.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

interface Made {
  readonly world: World;
  readonly first: string;
  /** Keeps passes. */
  readonly whole: string;
}

async function make(): Promise<Made> {
  const world = await openWorld({ connection: storage.newAccount(), tenant: { sample: 'default' }, catalogue });
  const first = await finishedScan(world);
  const whole = await finishedScan(world, { record: 'all' });
  return { world, first, whole };
}
let made: Promise<Made> | undefined;
const ready = (): Promise<Made> => (made ??= make());

describe('the finding record', () => {
  it('is whole', { timeout: 60_000 }, async () => {
    const { world, first, whole } = await ready();
    const { context } = world;
    const findings = await listed(world, whole, `?check=storage-public&subscription=${productionSubscription}`);
    const account = findings.find(({ tags }) => isRow(tags) && tags['owner'] === 'payments');
    const { resourceId, resourceName } = account ?? {};
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { body: exemption } = await callApi(context, createExemption, {
      path: '/exemptions',
      method: 'POST',
      body: JSON.stringify({ check: 'storage-public', resourceId, reason: 'A public site.', expiresAt }),
    });
    const [now] = await listed(world, whole, `?check=storage-public&subscription=${productionSubscription}`).then(
      (found) => found.filter((one) => one['resourceId'] === resourceId),
    );
    const began = (await callApi(context, getScan, { path: `/scans/${first}`, params: { scanId: first } })).body;
    expect(now).toEqual({
      checkId: 'storage-public',
      service: 'storage',
      severity: 'high',
      title: 'No blob is public',
      status: 'fail',
      resourceId,
      resourceName,
      resourceType: accountType,
      resourceGroup: account?.['resourceGroup'],
      subscriptionId: productionSubscription,
      subscriptionName: 'Contoso Production',
      managementGroups: [
        { id: tenantId, name: 'Tenant Root Group' },
        { id: 'sample-platform', name: 'Sample platform' },
      ],
      location: account?.['location'],
      tags: account?.['tags'],
      subKey: '',
      because: { path: 'properties.neverThere', observed: 'not set', expected: 'true' },
      why: 'Anyone reads it.',
      fix: {
        text: 'Forbid it.',
        cli: `az storage account update --ids ${String(resourceId)} --allow-blob-public-access false`,
      },
      reference: 'https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent',
      firstSeen: { scanId: first, at: began['createdAt'] },
      exemption: {
        id: exemption['id'],
        reason: 'A public site.',
        createdBy: exemption['createdBy'],
        expiresAt,
        byTagOnly: false,
      },
    });
    expect(String(resourceId)).toMatch(/^\/subscriptions\/.+\/storageAccounts\/\w+$/);
    expect(account?.['exemption']).toBeNull();
    expect(account?.['resourceGroup']).toMatch(/^rg-payments$/i);
    expect(account?.['location']).toMatch(/^[a-z]+\d?$/);
  });

  it('is kept of passes where all was to be recorded, and only shown where they are asked for', async () => {
    const { world, first, whole } = await ready();
    const passes = await listed(world, whole, '?status=pass');
    expect(new Set(passes.map(({ status }) => status))).toEqual(new Set(['pass']));
    const { body } = await callApi(world.context, getScan, { path: `/scans/${whole}`, params: { scanId: whole } });
    expect(isRow(body['verdicts']) && body['verdicts']['pass']).toBe(passes.length);
    expect(passes.find(({ checkId }) => checkId === 'test-https')).toMatchObject({
      because: { path: 'properties.supportsHttpsTrafficOnly', observed: 'true', expected: 'true' },
      firstSeen: null,
    });
    expect((await listed(world, whole)).filter(({ status }) => status === 'pass')).toEqual([]);
    expect(await listed(world, first, '?status=pass')).toEqual([]);
    // Not even asked for: there may be a hundred thousand that were counted.
    const control = await controlOf(world.context, first);
    expect(findingRanges(world.context, control, { status: 'pass' })).toEqual([]);
    expect(await listed(world, whole, '?status=pass&check=test-tls&severity=medium')).toEqual(
      passes.filter(({ checkId }) => checkId === 'test-tls'),
    );
    const { context } = world;
    const question = { path: `/scans/${whole}/findings?status=pass`, params: { scanId: whole } };
    expect(await everyPage(context, listFindings, question, 3)).toEqual(passes);
  });
});
