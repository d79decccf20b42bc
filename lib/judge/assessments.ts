import type { AssessmentFinding, SameAs } from '../model/assessment.ts';
import { severities, type Severity } from '../model/check.ts';
import { isRow, type Row } from '../model/row.ts';
import type { Read } from '../model/verdict.ts';

const infix = '/providers/microsoft.security/assessments/';

function malformed(id: string, detail: string): Read<never> {
  const what = id === '' ? 'an assessment' : id;
  return { state: 'unread', reason: 'malformed', detail: `${what}: ${detail}`, permission: '' };
}

const textIn = (row: unknown, ...names: readonly string[]): string => {
  const values = isRow(row) ? names.map((name) => row[name]) : [];
  return values.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
};

/** Defender for Cloud writes High, Medium and Low, and Critical where it rates the risk. */
function severityOf(metadata: unknown): Severity | null {
  const text = textIn(metadata, 'severity').toLowerCase();
  return severities.find((severity) => severity === text) ?? null;
}

function placeOf(resourceId: string): Pick<AssessmentFinding, 'resourceName' | 'resourceType' | 'resourceGroup'> {
  const segments = resourceId.split('/').slice(1);
  const provider = segments.map((segment) => segment.toLowerCase()).lastIndexOf('providers');
  const [namespace = '', ...rest] = provider < 0 ? [] : segments.slice(provider + 1);
  const types = [namespace, ...rest.filter((_, at) => at % 2 === 0)].join('/').toLowerCase();
  const group = segments[2]?.toLowerCase() === 'resourcegroups' ? (segments[3] ?? '') : '';
  const container =
    group === '' ? 'microsoft.resources/subscriptions' : 'microsoft.resources/subscriptions/resourcegroups';
  return {
    resourceName: segments.at(-1) ?? '',
    resourceType: provider < 0 ? container : types,
    resourceGroup: group,
  };
}

/** What was assessed: Resource Graph writes `Id`, the REST API `id`; a machine outside Azure has none but its workspace. */
function resourceIdOf(id: string, at: number, details: unknown): string {
  const named = textIn(details, 'Id', 'id');
  return named.toLowerCase().startsWith('/subscriptions/') ? named.replace(/\/+$/, '') : id.slice(0, at);
}

function policyIdOf(metadata: unknown): string {
  return textIn(metadata, 'policyDefinitionId').split('/').at(-1)?.toLowerCase() ?? '';
}

function findingOf(id: string, properties: Row, sameAs: SameAs): Read<AssessmentFinding> {
  const at = id.toLowerCase().lastIndexOf(infix);
  const assessmentKey = id.slice(at + infix.length).toLowerCase();
  if (at < 0 || assessmentKey === '' || assessmentKey.includes('/'))
    return malformed(id, 'it is no id of an assessment');
  const { status, metadata, resourceDetails, links } = properties;
  const title = textIn(properties, 'displayName') || textIn(metadata, 'displayName');
  if (title === '') return malformed(id, 'properties.displayName is no text');
  const resourceId = resourceIdOf(id, at, resourceDetails);
  const value: AssessmentFinding = {
    source: 'defender',
    assessmentKey,
    assessmentId: id,
    title,
    severity: severityOf(metadata),
    resourceId,
    ...placeOf(resourceId),
    subscriptionId: id.split('/')[2] ?? '',
    detail: textIn(status, 'description', 'cause'),
    portal: portalOf(links),
    sameAs: sameAs(assessmentKey, policyIdOf(metadata)),
  };
  return { state: 'read', value };
}

/** Resource Graph writes `azurePortal` without a scheme, the REST API `azurePortalUri` with one. */
function portalOf(links: unknown): string {
  const link = textIn(links, 'azurePortalUri', 'azurePortal');
  if (link === '') return '';
  const whole = /^[a-z]+:/i.test(link) ? link : `https://${link}`;
  return whole.startsWith('https://') ? whole : '';
}

/**
 * A row of type microsoft.security/assessments as a finding. `undefined` where the resource is healthy, or where the
 * assessment does not apply to it; `malformed` where the row does not tell.
 */
export function toAssessment(row: Row, sameAs: SameAs): Read<AssessmentFinding | undefined> {
  const id = textIn(row, 'id');
  const { properties } = row;
  if (!isRow(properties)) return malformed(id, 'properties is no object');
  const { status } = properties;
  const code = isRow(status) ? status['code'] : undefined;
  switch (code) {
    case 'Healthy':
    case 'NotApplicable':
      return { state: 'read', value: undefined };
    case 'Unhealthy':
      return findingOf(id, properties, sameAs);
    default:
      return malformed(id, `properties.status.code is ${code === undefined ? 'not set' : JSON.stringify(code)}`);
  }
}
