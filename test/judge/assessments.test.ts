import { describe, expect, test } from 'vitest';
import { toAssessment } from '../../lib/judge/assessments.ts';
import examples from '../../lib/local/sampleTenant/examples/assessments.json' with { type: 'json' };
import type { Row } from '../../lib/model/row.ts';

const key = '1c5de8e1-f68d-6a17-e0d2-ec259c42768c';
const policyId = '404c3081-a854-4457-ae30-26a93ef643f9';
const subscriptionId = '20ff7fc3-e762-44dd-bd96-b71116dcdc23';
const subscription = `/subscriptions/${subscriptionId}`;
const group = `${subscription}/resourceGroups/myRg`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/acc`;
const at = (resource: string): string => `${resource}/providers/Microsoft.Security/assessments/${key}`;

/** A row as Resource Graph writes it. */
const row = (properties: Row = {}, id: unknown = at(account)): Row => ({
  id,
  name: key,
  type: 'microsoft.security/assessments',
  properties: {
    resourceDetails: { Source: 'Azure', Id: account.toLowerCase() },
    displayName: 'Secure transfer to storage accounts should be enabled',
    status: { code: 'Unhealthy', statusChangeDate: '2021-04-20T05:46:21.9516805Z' },
    metadata: {
      severity: 'High',
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${policyId.toUpperCase()}`,
    },
    links: { azurePortal: 'portal.azure.com/#blade/x' },
    ...properties,
  },
});

const found = (given: Row) => {
  const read = toAssessment(given, (assessmentKey, policy) => [`${assessmentKey} ${policy}`]);
  return read.state === 'read' ? read.value : read.detail;
};

describe('a row of Defender for Cloud', () => {
  test('that is unhealthy is a finding on its resource', () => {
    expect(found(row())).toEqual({
      source: 'defender',
      assessmentKey: key,
      assessmentId: at(account),
      title: 'Secure transfer to storage accounts should be enabled',
      severity: 'high',
      resourceId: account.toLowerCase(),
      resourceName: 'acc',
      resourceType: 'microsoft.storage/storageaccounts',
      resourceGroup: 'myrg',
      subscriptionId,
      detail: '',
      portal: 'https://portal.azure.com/#blade/x',
      sameAs: [`${key} ${policyId}`],
    });
  });

  test("that is one of Microsoft's examples is none: one is healthy, the other does not apply", () => {
    expect(examples.value.map((example) => found(example))).toEqual([undefined, undefined]);
  });

  test('of the REST API is read as well', () => {
    const [, example] = examples.value;
    const status = { code: 'Unhealthy', cause: 'Missing', description: 'No agent was found.' };
    const links = { azurePortalUri: 'https://www.portal.azure.com/?fea#blade/y' };
    expect(found({ ...example, properties: { ...example?.properties, status, links } })).toMatchObject({
      resourceId: `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/vmss2`,
      resourceType: 'microsoft.compute/virtualmachinescalesets',
      resourceGroup: 'myRg',
      severity: null,
      detail: 'No agent was found.',
      portal: 'https://www.portal.azure.com/?fea#blade/y',
    });
  });

  test.each<[string, string, Row]>([
    [
      'a subscription',
      subscription,
      { resourceName: subscriptionId, resourceType: 'microsoft.resources/subscriptions', resourceGroup: '' },
    ],
    [
      'a resource group',
      group,
      { resourceName: 'myRg', resourceType: 'microsoft.resources/subscriptions/resourcegroups', resourceGroup: 'myRg' },
    ],
    [
      'a nested resource',
      `${group}/providers/Microsoft.Sql/servers/srv/databases/db`,
      { resourceName: 'db', resourceType: 'microsoft.sql/servers/databases', resourceGroup: 'myRg' },
    ],
  ])('is placed on %s by its own id where it names no resource', (_name, resource, expected) => {
    expect(found(row({ resourceDetails: { Source: 'OnPremise' } }, at(resource)))).toMatchObject(expected);
    expect(found(row({ resourceDetails: null }, at(resource)))).toMatchObject(expected);
  });

  test('takes no id from another cloud', () => {
    const resourceDetails = { Source: 'Aws', Id: 'arn:aws:ec2:us-east-1:1:instance/i' };
    expect(found(row({ resourceDetails }))).toMatchObject({ resourceId: account });
  });

  test.each([
    ['Critical', 'critical'],
    ['medium', 'medium'],
    ['Low', 'low'],
    ['Severe', null],
    [7, null],
    [undefined, null],
  ])('rated %s is %s', (severity, expected) => {
    expect(found(row({ metadata: { severity } }))).toMatchObject({ severity: expected });
  });

  test('may come without metadata, links and reasons', () => {
    const bare = found(row({ metadata: undefined, links: undefined, resourceDetails: undefined }));
    expect(bare).toMatchObject({ severity: null, portal: '', detail: '', sameAs: [`${key} `] });
  });

  test.each(['javascript:alert(1)', 'http://portal.azure.com/x', null])(
    'that links to %s has no link',
    (azurePortal) => {
      expect(found(row({ links: { azurePortal } }))).toMatchObject({ portal: '' });
    },
  );

  test.each<[string, Row, string]>([
    ['no properties', { id: at(account) }, `${at(account)}: properties is no object`],
    ['nothing', {}, 'an assessment: properties is no object'],
    ['another status', row({ status: { code: 'Unknown' } }), `${at(account)}: properties.status.code is "Unknown"`],
    ['no status', row({ status: undefined }), `${at(account)}: properties.status.code is not set`],
    ['a status that is text', row({ status: 'Unhealthy' }), `${at(account)}: properties.status.code is not set`],
    ['no title', row({ displayName: null }), `${at(account)}: properties.displayName is no text`],
    ['an id of another kind', row({}, account), `${account}: it is no id of an assessment`],
    ['an id that goes on', row({}, `${at(account)}/x`), `${at(account)}/x: it is no id of an assessment`],
    ['no id', row({}, null), 'an assessment: it is no id of an assessment'],
  ])('with %s is malformed', (_name, given, detail) => {
    expect(toAssessment(given, () => [])).toEqual({ state: 'unread', reason: 'malformed', detail, permission: '' });
  });
});
