import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { listRegistrations } from '../../lib/local/host/registrations.ts';
import registrations from './registrations.json' with { type: 'json' };

const project = resolve(import.meta.dirname, '../..');

// One entry file that throws would take every function of the app away.
test.each([
  ['no setting at all', {}],
  ['CALLERS that nobody knows', { CALLERS: 'nonsense' }],
  ['VIGIL_CONFIG that is no JSON', { VIGIL_CONFIG: '{"checks": ' }],
  ['VIGIL_CONFIG of another shape', { VIGIL_CONFIG: '[1]' }],
  ['a schedule that is none', { SCAN_SCHEDULE: 'nightly' }],
  [
    'every other setting broken',
    {
      AzureWebJobsStorage: 'nothing of use',
      AzureWebJobsStorage__accountName: 'NOT A NAME',
      AZURE_SUBSCRIPTION_ID: 'mine',
      AZURE_CLOUD: 'Cumulus',
      AZURE_RESOURCE_MANAGER_ENDPOINT: 'http://plain',
      PUBLIC_BASE_URL: 'nowhere',
      MAX_ACTIVE_SCANS: 'many',
      ALLOW_TAG_EXEMPTIONS: 'perhaps',
      ARM_PACING: 'fast',
      TIME_DIVISOR: '-1',
      CALLBACK_HOSTS: '://',
    },
  ],
])('the functions register with %s', async (_what, environment) => {
  expect(await listRegistrations(project, environment)).toEqual(registrations);
});

test('with CALLERS=easyAuth every function is anonymous, and nothing else changes', async () => {
  const open = registrations.map((one) => ('authLevel' in one ? { ...one, authLevel: 'anonymous' } : one));
  expect(await listRegistrations(project, { CALLERS: 'easyAuth' })).toEqual(open);
});
