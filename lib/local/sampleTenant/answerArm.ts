import { authorizationFailed } from './access.ts';
import type { Access } from './access.ts';
import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { answerChild } from './answerChild.ts';
import { answerPricing } from './answerPricing.ts';
import { isKnownNamespace, refuseApiVersion } from './apiVersions.ts';
import { actionOf, isScoped, typeBelow } from './armTarget.ts';
import type { ArmTarget, ResourceTarget, ScopedTarget } from './armTarget.ts';
import type { Estate, SampleSubscription } from './estate.ts';
import subscriptionExample from './examples/subscription.json' with { type: 'json' };
import { findRow } from './kql/rowTable.ts';
import { isListedType, listBelow, typeListedAs } from './listBelow.ts';
import { pageAnswer } from './pageAnswer.ts';
import type { ListRequest } from './pageAnswer.ts';
import { tenantId } from './subscriptionIds.ts';
import { answerSubscriptionPolicy, answerTenants } from './answerTenant.ts';
import { resourceTypes } from '../../model/resourceTypes.ts';
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

function notFound(target: ResourceTarget): Answer {
  const below = target.group === undefined ? 'subscription' : 'resource group';
  const message = `The Resource '${target.typeName}/${target.name}' under ${below} '${target.group ?? target.subscription}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return armError(404, 'ResourceNotFound', message);
}

function unknownType(target: Target<'list'>): Answer {
  const [namespace = '', type = ''] = target.typeName.split('/');
  const message = `The resource type '${type}' could not be found in the namespace '${namespace}'.`;
  return armError(404, 'InvalidResourceType', message);
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

function answerResource(
  estate: Estate,
  subscription: SampleSubscription,
  target: ResourceTarget,
  asked: ListRequest,
): Answer {
  const { resources } = estate;
  const row = findRow(resources.keys, target.key);
  if (row === undefined) {
    const path = target.key.slice(`/subscriptions/${target.subscription}/`.length);
    const below = target.child === '' ? path : `${path}/${target.child}`;
    return answerChild(subscription.children ?? {}, below, asked) ?? notFound(target);
  }
  if (target.child === '') return resources.resource(row);
  const child = resources.child(row, target.child, asked);
  if (child) return child;
  const rows = listBelow(estate, target);
  return rows ? pageAnswer(rows, (below) => resources.resource(below).text, asked) : notFound(target);
}

function answerList(
  estate: Estate,
  subscription: SampleSubscription,
  target: Target<'list'>,
  rows: readonly number[],
  asked: ListRequest,
): Answer {
  const { children = {} } = subscription;
  const child = target.group === undefined ? answerChild(children, `providers/${target.type}`, asked) : undefined;
  if (child) return child;
  if (rows.length === 0 && !isListedType(estate, target.type)) return unknownType(target);
  return pageAnswer(rows, (row) => estate.resources.resource(row).text, asked);
}

function refuseRegistration(subscription: SampleSubscription, target: ArmTarget): Answer | undefined {
  if (target.kind !== 'list' && target.kind !== 'resource') return undefined;
  const namespace = typeNameOf(target).split('/')[0] ?? '';
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
    case 'subscriptionPolicy':
      return 'Microsoft.Subscription/policies';
    case 'pricing':
      return 'Microsoft.Security/pricings';
    case 'list':
      return target.typeName;
    case 'resource':
      return typeBelow(target.typeName, target.childName);
    default:
      return 'Microsoft.Resources/subscriptions';
  }
}

/** What a request needs: a list under another name also what it lists. */
function actionsOf(target: ScopedTarget): string[] {
  const other = resourceTypes[typeListedAs(target) ?? ''];
  return [actionOf(target), ...(other ? [other.permission] : [])];
}

/** Answers every GET of Azure Resource Manager that the sample tenant knows, as the caller's access allows. */
export type AnswerArm = (target: Exclude<ArmTarget, { kind: 'resourceGraph' }>, request: ArmRequest) => Answer;

export function openArm(estate: Estate, access: Access): AnswerArm {
  const rowsOf = listRows(estate);

  function answerKnown(target: Exclude<ArmTarget, { kind: 'unknown' | 'resourceGraph' }>, request: ArmRequest): Answer {
    if (target.kind === 'tenantList') return answerTenants();
    if (target.kind === 'subscriptionPolicy') return answerSubscriptionPolicy(estate, access, request.path);
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
    const refused = actionsOf(target).find((action) => access.isRefused(subscription, action));
    if (refused !== undefined) return authorizationFailed(refused, request.path);
    const unregistered = refuseRegistration(subscription, target);
    if (unregistered) return unregistered;
    const link: ListRequest['link'] = (more) => linkTo(request, more);
    const asked = { parameters: request.parameters, listPage: estate.listPage, link };
    switch (target.kind) {
      case 'subscription':
        return jsonAnswer(200, subscriptionBody(subscription));
      case 'pricing':
        return answerPricing(subscription, target.plan);
      case 'list':
        return answerList(estate, subscription, target, rowsOf(target), asked);
      case 'resource':
        return answerResource(estate, subscription, target, asked);
    }
  }

  return (target, request) => {
    if (target.kind === 'unknown') {
      return armError(404, 'NotFound', `The sample tenant does not know ${request.path}.`);
    }
    return refuseApiVersion(request.parameters.get('api-version'), typeNameOf(target)) ?? answerKnown(target, request);
  };
}
