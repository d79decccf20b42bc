import type { HttpResponseInit } from '@azure/functions';
import azureFunctions from '@azure/functions';
import type { Call } from '../../../lib/api/answers.ts';
import { isRow, type Row } from '../../../lib/model/row.ts';
import type { ScanContext } from '../../../lib/scan/context.ts';
import { expectDocumented } from './expectDocumented.ts';

export type Endpoint = (call: Call) => Promise<HttpResponseInit>;

export interface Question {
  /** Below https://vigil.test/api, the query included; or a whole link. */
  readonly path?: string;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly params?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Row;
  /** What was answered as a file; `''` where JSON was. */
  readonly file: string;
}

/** Calls an endpoint as its function does, checks its answer against the document, and takes it apart. */
export async function callApi(context: ScanContext, endpoint: Endpoint, question: Question = {}): Promise<Reply> {
  const { path = '/scans', method = 'GET', params = {}, headers = {}, body } = question;
  const url = path.startsWith('https:') ? path : `https://vigil.test/api${path}`;
  const request = new azureFunctions.HttpRequest({
    url,
    method,
    params: { ...params },
    headers: { 'user-agent': 'test', ...headers },
    ...(body !== undefined && { body: { string: body } }),
  });
  const answer = await endpoint({ context, request });
  const json: unknown = answer.jsonBody === undefined ? undefined : JSON.parse(JSON.stringify(answer.jsonBody));
  const given = isRow(answer.headers) ? answer.headers : {};
  const status = answer.status ?? 200;
  const file = typeof answer.body === 'string' ? answer.body : undefined;
  expectDocumented({
    operationId: endpoint.name,
    query: new URL(url).searchParams,
    sent: body ?? '',
    status,
    headers: Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])),
    body: json,
    file,
  });
  return { status, headers: given, body: isRow(json) ? json : {}, file: file ?? '' };
}

/** The code and the target of an error answer. */
export function faultOf({ status, body }: Reply): readonly unknown[] {
  const error = isRow(body['error']) ? body['error'] : {};
  if (typeof error['message'] !== 'string' || error['message'] === '') throw new Error('An error without a message.');
  return [status, error['code'], error['target']];
}

export function listOf({ status, body }: Reply, name = 'value'): readonly Row[] {
  const value = body[name];
  if (status !== 200 || !Array.isArray(value)) throw new Error(`No list: ${JSON.stringify(body)}`);
  return value.filter(isRow);
}

/** Every item of a collection, page by page; shows that no page is larger than asked for. */
export async function everyPage(
  context: ScanContext,
  endpoint: Endpoint,
  question: Question & { readonly path: string },
  top: number,
  name = 'value',
): Promise<readonly Row[]> {
  const items: Row[] = [];
  const separator = question.path.includes('?') ? '&' : '?';
  let next: unknown = `${question.path}${separator}top=${String(top)}`;
  for (let pages = 0; typeof next === 'string'; pages += 1) {
    const reply: Reply = await callApi(context, endpoint, { ...question, path: next });
    const page = listOf(reply, name);
    if (page.length > top) throw new Error(`A page of ${String(page.length)} where ${String(top)} were asked for.`);
    if (pages > 500) throw new Error('A collection without an end.');
    items.push(...page);
    next = reply.body['nextLink'];
  }
  return items;
}
