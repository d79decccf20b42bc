import scoreExample from '../examples/secureScore.json' with { type: 'json' };
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';

/** A recommendation of Defender for Cloud: https://learn.microsoft.com/azure/defender-for-cloud/recommendations-reference */
interface Recommendation {
  readonly key: string;
  readonly title: string;
  readonly severity: 'High' | 'Medium' | 'Low';
  /** The built-in policy behind it. */
  readonly policy: string;
  /** What it assesses, in lower case. */
  readonly type: string;
  readonly isHealthy: (properties: Row) => boolean;
}

const recommendations: readonly Recommendation[] = [
  {
    key: '1c5de8e1-f68d-6a17-e0d2-ec259c42768c',
    title: 'Secure transfer to storage accounts should be enabled',
    severity: 'High',
    policy: '404c3081-a854-4457-ae30-26a93ef643f9',
    type: 'microsoft.storage/storageaccounts',
    isHealthy: ({ supportsHttpsTrafficOnly }) => supportsHttpsTrafficOnly === true,
  },
  {
    key: '78211c00-15a9-336e-17c4-0b48613dadf4',
    title: 'Key vaults should have soft delete enabled',
    severity: 'High',
    policy: '1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d',
    type: 'microsoft.keyvault/vaults',
    isHealthy: ({ enableSoftDelete }) => enableSoftDelete !== false,
  },
  // No check judges this one: an agent would have to tell.
  {
    key: 'ffff0522-1e88-47fc-8382-2a80ba848f5d',
    title: 'Machines should have a vulnerability assessment solution',
    severity: 'Medium',
    policy: '501541f7-f7e7-4cd6-868c-4190fdad3ac9',
    type: 'microsoft.compute/virtualmachines',
    isHealthy: ({ securityProfile }) => isRow(securityProfile),
  },
];

const typeName = 'Microsoft.Security/assessments';

/** As ARM answers it and, with other names and the recommendation's facts, as Resource Graph lists it. */
function assessment({ key, title, severity, policy, isHealthy }: Recommendation, row: Row): SampleResource {
  const resourceId = String(row['id']);
  const { properties } = row;
  const code = isHealthy(isRow(properties) ? properties : {}) ? 'Healthy' : 'Unhealthy';
  const id = `${resourceId}/providers/${typeName}/${key}`;
  const body = { id, name: key, type: typeName };
  const listed = {
    displayName: title,
    status: { code, firstEvaluationDate: '2024-11-04T06:10:11Z', statusChangeDate: '2024-12-02T06:10:11Z' },
    resourceDetails: { Source: 'Azure', Id: resourceId },
    metadata: {
      displayName: title,
      assessmentType: 'BuiltIn',
      policyDefinitionId: `/providers/Microsoft.Authorization/policyDefinitions/${policy}`,
      severity,
    },
    links: {
      azurePortal: `portal.azure.com/#blade/Microsoft_Azure_Security/RecommendationsBlade/assessmentKey/${key}`,
    },
  };
  const answered = {
    displayName: title,
    status: { code },
    resourceDetails: { source: 'Azure', id: resourceId },
  };
  return { row: graphRow({ ...body, properties: listed }), body: { ...body, properties: answered } };
}

function score(subscription: string, current: number): SampleResource {
  const { id, name, type, properties } = scoreExample.body;
  const { max } = properties.score;
  const body = {
    id: id.replace(/^\/subscriptions\/[^/]+/, `/subscriptions/${subscription}`),
    name,
    type,
    properties: { ...properties, score: { max, current, percentage: Math.round((current / max) * 10_000) / 10_000 } },
  };
  return { row: graphRow(body), body };
}

/** What Defender for Cloud holds of these resources and, by subscription, the points of the secure score. */
export function assessmentSample(
  resources: readonly SampleResource[],
  scores: Readonly<Record<string, number>>,
): SampleResource[] {
  const assessments = resources.flatMap(({ row }) =>
    recommendations.filter(({ type }) => type === row['type']).map((recommendation) => assessment(recommendation, row)),
  );
  return [...assessments, ...Object.entries(scores).map(([subscription, current]) => score(subscription, current))];
}
