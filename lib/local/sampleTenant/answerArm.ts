import { authorizationFailed } from './access.ts';
import type { Access } from './access.ts';
import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { answerPricing } from './answerPricing.ts';
import { isKnownNamespace, refuseApiVersion } from './apiVersions.ts';
import { actionOf, isScoped } from './armTarget.ts';
import type { ArmTarget } from './armTarget.ts';
import type { Estate, SampleSubscription } from './estate.ts';
import subscriptionExample from './examples/subscription.json' with { type: 'json' };
import { findRow } from './kql/rowTable.ts';
import { tenantId } from './subscriptionIds.ts';
import type { Row } from '../../model/row.ts';

type Target<K extends ArmTarget['kind']> = Extract<ArmTarget, { readonly kind: K }>;

export interface ArmRequest {
  /** https://localhost:PORT, for next links. */
  readonly endpoint: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
}

function subscriptionBody({ id, displayName }: SampleSubscription): Row {
  const { subscriptionPolicies, state, authorizationSource } = subscriptionExample.body;
  return {
    id: `/subscriptions/${id}`,
    subscriptionId: id,
    tenantId,
    displayName,
    state,
    subscriptionPolicies,
    authorizationSource,
    managedByTenants: [],
  };
}

function linkTo({ endpoint, path, parameters }: ArmRequest, more: Readonly<Record<string, string>>): string {
  const given = { 'api-version': parameters.get('api-version') ?? '', ...more };
  const query = Object.entries(given).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${endpoint}${path}?${query.join('&')}`;
}

function notFound(target: Target<'resource'>): Answer {
  const message = `The Resource '${target.typeName}/${target.name}' under resource group '${target.group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return armError(404, 'ResourceNotFound', message);
}

function answerResource(estate: Estate, target: Target<'resource'>, request: ArmRequest): Answer {
  const { resources } = estate;
  const row = findRow(resources.keys, target.key);
  if (row === undefined) return notFound(target);
  if (target.child === '') return resources.resource(row);
  const child = resources.child(row, target.child, {
    parameters: request.parameters,
    link: (more) => linkTo(request, more),
  });
  return child ?? notFound(target);
}

type ListedRows = (target: Target<'list'>) => readonly number[];

function listRows(estate: Estate): ListedRows {
  const known = new Map<string, readonly number[]>();
  return ({ subscription, group, type }) => {
    const key = `${subscription} ${group ?? ''} ${type}`.toLowerCase();
    const { resources } = estate;
    const rows =
      known.get(key) ??
      [...resources.keys.keys()].filter((row) => {
        if (resources.keys[row] === '' || resources.cell(row, 'type') !== type) return false;
        if (resources.subscription(row) !== subscription.toLowerCase()) return false;
        return group === undefined || resources.cell(row, 'resourceGroup') === group.toLowerCase();
      });
    known.set(key, rows);
    return rows;
  };
}

function answerList(estate: Estate, rows: readonly number[], request: ArmRequest): Answer {
  const { parameters } = request;
  const size = Math.min(Number(parameters.get('$top') ?? estate.listPage), estate.listPage);
  const start = Number(Buffer.from(parameters.get('$skiptoken') ?? '', 'base64url').toString() || 0);
  const page = rows.slice(start, start + size).map((row) => estate.resources.resource(row).text);
  const next = start + size;
  const $skiptoken = Buffer.from(String(next)).toString('base64url');
  const link = next < rows.length ? `,"nextLink":${JSON.stringify(linkTo(request, { $skiptoken }))}` : '';
  return { ...jsonAnswer(200, {}), text: `{"value":[${page.join(',')}]${link}}` };
}

function refuseRegistration(subscription: SampleSubscription, target: ArmTarget): Answer | undefined {
  if (target.kind !== 'list' && target.kind !== 'resource') return undefined;
  const namespace = target.typeName.split('/')[0] ?? '';
  if (!isKnownNamespace(namespace)) {
    return armError(404, 'InvalidResourceNamespace', `The resource namespace '${namespace}' is invalid.`);
  }
  if (subscription.unregistered?.includes(namespace.toLowerCase()) !== true) return undefined;
  const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
  const code = 'MissingSubscriptionRegistration';
  return armError(409, code, message, { details: [{ code, target: namespace, message }] });
}

function typeNameOf(target: ArmTarget): string {
  switch (target.kind) {
    case 'pricing':
      return 'Microsoft.Security/pricings';
    case 'list':
      return target.typeName;
    case 'resource':
      return target.child.includes('providers/') ? 'Microsoft.Insights/diagnosticSettings' : target.typeName;
    default:
      return 'Microsoft.Resources/subscriptions';
  }
}

/** Answers every GET of Azure Resource Manager that the sample tenant knows, as the caller's access allows. */
export type AnswerArm = (target: Exclude<ArmTarget, { kind: 'resourceGraph' }>, request: ArmRequest) => Answer;

export function openArm(estate: Estate, access: Access): AnswerArm {
  const rowsOf = listRows(estate);

  function answerKnown(target: Exclude<ArmTarget, { kind: 'unknown' | 'resourceGraph' }>, request: ArmRequest): Answer {
    if (!isScoped(target)) {
      const visible = estate.subscriptions.filter(({ hidden }) => hidden !== true);
      return jsonAnswer(200, {
        value: visible.map(subscriptionBody),
        count: { type: 'Total', value: visible.length },
      });
    }
    const subscription = estate.subscriptions.find(({ id }) => id === target.subscription.toLowerCase());
    if (!subscription) {
      return armError(404, 'SubscriptionNotFound', `The subscription '${target.subscription}' could not be found.`);
    }
    const action = actionOf(target);
    if (access.isRefused(subscription, action)) return authorizationFailed(action, request.path);
    const unregistered = refuseRegistration(subscription, target);
    if (unregistered) return unregistered;
    switch (target.kind) {
      case 'subscription':
        return jsonAnswer(200, subscriptionBody(subscription));
      case 'pricing':
        return answerPricing(subscription, target.plan);
      case 'list':
        return answerList(estate, rowsOf(target), request);
      case 'resource':
        return answerResource(estate, target, request);
    }
  }

  return (target, request) => {
    if (target.kind === 'unknown') {
      return armError(404, 'NotFound', `The sample tenant does not know ${request.path}.`);
    }
    return refuseApiVersion(request.parameters.get('api-version'), typeNameOf(target)) ?? answerKnown(target, request);
  };
}
