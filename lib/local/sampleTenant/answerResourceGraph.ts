import * as z from 'zod';
import { armError, jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Access } from './access.ts';
import type { Estate, SampleSubscription } from './estate.ts';
import { refuseApiVersion } from './apiVersions.ts';
import { authorizationScopes, inherits, isShown } from './authorizationScope.ts';
import type { AuthorizationScope } from './authorizationScope.ts';
import { containerTable } from './containerTable.ts';
import { graphTableOf, resourceTables } from './graphTables.ts';
import { parseQuery } from './kql/parseQuery.ts';
import { QueryError } from './kql/readTokens.ts';
import { hashText } from './kql/rowTable.ts';
import type { RowTable } from './kql/rowTable.ts';
import { runQuery } from './kql/runQuery.ts';
import type { QueryResult } from './kql/runQuery.ts';
import { tenantId } from './subscriptionIds.ts';

const mostRows = 1000;
const mostBytes = 16 * 1024 * 1024;

const requestShape = z.object({
  query: z.string(),
  subscriptions: z.array(z.string()).nullish(),
  managementGroups: z.array(z.string()).nullish(),
  options: z
    .object({
      $top: z.number().nullish(),
      $skip: z.number().nullish(),
      $skipToken: z.string().nullish(),
      resultFormat: z.string().nullish(),
      authorizationScopeFilter: z.enum(authorizationScopes).nullish(),
    })
    .nullish(),
});
type GraphRequest = z.infer<typeof requestShape>;

class Refusal extends Error {
  readonly code = 'refused';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(answer.text);
    this.name = 'Refusal';
    this.answer = answer;
  }
}

/** Resource Graph's errors: https://learn.microsoft.com/azure/governance/resource-graph/troubleshoot/general */
function graphError(details: readonly unknown[], status = 400, code = 'BadRequest'): Answer {
  const message =
    'Please provide below info when asking for support: timestamp = 2025-01-15T09:30:00.0000000Z, correlationId = 5a9e0000-c0de-4000-8000-000000000003.';
  return armError(status, code, message, { details });
}

const refuse = (code: string, message: string): Refusal => new Refusal(graphError([{ code, message }]));

function invalidQuery(error: QueryError): Answer {
  const { text, line, position } = error.token;
  const hint =
    'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.';
  const failure = {
    code: 'ParserFailure',
    message: 'ParserFailure',
    line,
    characterPositionInLine: position,
    token: text,
  };
  return graphError([{ code: 'InvalidQuery', message: hint }, failure]);
}

interface Scope {
  readonly subscriptions: readonly SampleSubscription[];
  readonly key: string;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function namedSubscriptions(visible: readonly SampleSubscription[], asked: readonly string[]): SampleSubscription[] {
  const malformed = asked.filter((id) => !guid.test(id));
  if (malformed.length > 0) {
    throw refuse('SubscriptionsContainInvalidGuids', `These are not subscription ids: '${malformed.join(', ')}'.`);
  }
  const wanted = new Set(asked.map((id) => id.toLowerCase()));
  const found = visible.filter(({ id }) => wanted.has(id));
  if (found.length > 0) return found;
  // Only where none of them can be seen; else those that cannot are left out silently. Seen from the service:
  // https://github.com/Azure/aztfexport/issues/475
  const message = `There must be at least one subscription that is eligible to contain resources. Given: '${asked.join(', ')}'.`;
  throw refuse('NoValidSubscriptionsInQueryRequest', message);
}

function scopeOf({ subscriptions }: Estate, request: GraphRequest): Scope {
  const visible = subscriptions.filter(({ hidden }) => hidden !== true);
  const groups = request.managementGroups ?? [];
  let found: readonly SampleSubscription[] = visible;
  if (request.subscriptions && request.subscriptions.length > 0) {
    found = namedSubscriptions(visible, request.subscriptions);
  } else if (groups.length > 0 && !groups.includes(tenantId)) {
    found = visible.filter(({ managementGroup }) => managementGroup !== undefined && groups.includes(managementGroup));
    if (found.length === 0) {
      const details = [{ code: 'AccessDenied', message: 'Access is denied to the requested resource.' }];
      throw new Refusal(graphError(details, 403, 'AccessDenied'));
    }
  }
  return { subscriptions: found, key: found.map(({ id }) => id).join(' ') };
}

interface SourceTable {
  readonly table: RowTable;
  /** '' for what lies above subscriptions. */
  subscription(row: number): string;
  holds(type: string): boolean;
}

interface SkipToken {
  readonly skip: number;
  readonly query: number;
}
const tokenShape = z.object({ skip: z.number().int().min(0), query: z.number() });

function writeToken(token: SkipToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string, query: number): number {
  try {
    const token = tokenShape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    if (token.query === query) return token.skip;
  } catch {
    // Whatever is wrong with it, it is not one of ours.
  }
  throw refuse('InvalidSkipToken', 'The skip token is not valid for this query.');
}

function topOf(request: GraphRequest): number {
  const top = request.options?.$top ?? mostRows;
  if (Number.isInteger(top) && top >= 1 && top <= mostRows) return top;
  throw refuse('InvalidTopValue', `$top must be between 1 and ${String(mostRows)}.`);
}

function pageAnswer(result: QueryResult, request: GraphRequest, headers: Readonly<Record<string, string>>): Answer {
  const top = topOf(request);
  const query = hashText(request.query);
  const token = request.options?.$skipToken;
  const skip = token ? readToken(token, query) : (request.options?.$skip ?? 0);
  const data = result.page(skip, top);
  const more = skip + data.length < result.total;
  const answer = jsonAnswer(
    200,
    {
      totalRecords: result.total,
      count: data.length,
      data,
      facets: [],
      resultTruncated: more ? 'true' : 'false',
      ...(more && result.pages && { $skipToken: writeToken({ skip: skip + data.length, query }) }),
    },
    headers,
  );
  const size = Buffer.byteLength(answer.text);
  if (size <= mostBytes) return answer;
  const message = `Response payload size is ${String(size)}, and has exceeded the limit of ${String(mostBytes)}. Please consider querying less data at a time and make paginated call if needed.`;
  throw refuse('ResponsePayloadTooLarge', message);
}

/** Answers Resource Graph's POST, given the parameters of its address and its body as text. https://learn.microsoft.com/rest/api/azureresourcegraph/resourcegraph/resources/resources */
export type ResourceGraph = (parameters: URLSearchParams, body: string) => Answer;

export function openResourceGraph(estate: Estate, access: Access, refuseStrcmp: boolean): ResourceGraph {
  const { resources } = estate;
  const subscription = (row: number): string => resources.subscription(row);
  const tables = new Map<string, SourceTable>(
    resourceTables.map((name) => [
      name,
      { table: resources, subscription, holds: (type) => graphTableOf(type) === name },
    ]),
  );
  const filtered = new Map<string, readonly number[]>();
  tables.set('resourcecontainers', { ...containerTable(estate), holds: () => true });

  /** Rows that the caller may not read are left out without a word. */
  function isIn(source: SourceTable, { subscriptions }: Scope, level: AuthorizationScope): (row: number) => boolean {
    const byId = new Map(subscriptions.map((one) => [one.id, one]));
    return (row) => {
      const type = String(source.table.cell(row, 'type'));
      if (!source.holds(type)) return false;
      const key = source.table.keys[row] ?? '';
      if (type.startsWith('microsoft.authorization/') && !isShown(key, level)) return false;
      const own = byId.get(source.subscription(row));
      const within = own ? [own] : subscriptions.filter((one) => source.subscription(row) === '' && inherits(one, key));
      return within.some((one) => !access.isRefused(one, `${type}/read`));
    };
  }

  function answer(body: string): Answer {
    const request = requestShape.safeParse(JSON.parse(body));
    if (!request.success) throw refuse('InvalidRequest', z.prettifyError(request.error));
    const scope = scopeOf(estate, request.data);
    const query = parseQuery(request.data.query);
    const source = tables.get(query.table);
    if (!source) throw refuse('InvalidQuery', `There is no table '${query.table}'.`);
    const level = request.data.options?.authorizationScopeFilter ?? authorizationScopes[0];
    const context = {
      table: source.table,
      isInScope: isIn(source, scope, level),
      scopeKey: `${query.table} ${level} ${scope.key}`,
      filtered,
      refuseStrcmp,
    };
    return pageAnswer(runQuery(query, context), request.data, {});
  }

  return (parameters, body) => {
    try {
      return refuseApiVersion(parameters.get('api-version'), 'Microsoft.ResourceGraph/resources') ?? answer(body);
    } catch (error) {
      if (error instanceof QueryError) return invalidQuery(error);
      if (error instanceof Refusal) return error.answer;
      if (error instanceof SyntaxError) return graphError([{ code: 'InvalidRequest', message: error.message }]);
      throw error;
    }
  };
}
