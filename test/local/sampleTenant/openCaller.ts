import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { startSampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import type { SampleOptions, SampleTenant } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import { isRow } from '../../../lib/model/row.ts';
import type { Row } from '../../../lib/model/row.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Caller {
  readonly tenant: SampleTenant;
  /** GET below the endpoint, or a whole next link. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** A Resource Graph call. */
  graph(query: string, more?: Row): Promise<Reply>;
  /** Every page of a list. */
  list(path: string): Promise<Row[]>;
}

const authorized = { authorization: 'Bearer sample-tenant-token' };

/** The JSON object that a reply holds. */
export function bodyOf(reply: Reply): Row {
  const body: unknown = JSON.parse(reply.text);
  if (!isRow(body)) throw new TypeError(`Not an object: ${reply.text.slice(0, 200)}`);
  return body;
}

/** The rows under `value` or `data`. */
export function rowsOf(reply: Reply, name: 'value' | 'data' = 'data'): Row[] {
  const rows = bodyOf(reply)[name];
  if (!Array.isArray(rows)) throw new TypeError(`No ${name}: ${reply.text.slice(0, 400)}`);
  return rows.filter(isRow);
}

/** The code of an ARM error and of its details. */
export function codesOf(reply: Reply): unknown[] {
  const error = bodyOf(reply)['error'];
  if (!isRow(error)) throw new TypeError(`No error: ${reply.text.slice(0, 400)}`);
  const details = Array.isArray(error['details']) ? error['details'].filter(isRow) : [];
  return [error['code'], ...details.map((detail) => detail['code'])];
}

/** Starts a sample tenant and calls it over https, its certificate trusted. */
export async function openCaller(options: SampleOptions): Promise<Caller> {
  const tenant = await startSampleTenant(options);
  const ca = readFileSync(String(tenant.environment['NODE_EXTRA_CA_CERTS']), 'utf8');
  const agent = new Agent({ keepAlive: true, ca });
  const send = (url: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const method = body === undefined ? 'GET' : 'POST';
      const outgoing = request(url, { agent, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
          });
      });
      outgoing.on('error', reject).end(body);
    });
  const get: Caller['get'] = (path, headers = authorized) =>
    send(path.startsWith('https:') ? path : `${tenant.endpoint}${path}`, headers);
  return {
    tenant,
    get,
    graph: (query, more = {}) =>
      send(
        `${tenant.endpoint}/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01`,
        { ...authorized, 'content-type': 'application/json' },
        JSON.stringify({ query, ...more }),
      ),
    list: async (path) => {
      const rows: Row[] = [];
      for (let next: unknown = path; typeof next === 'string';) {
        const reply = await get(next);
        rows.push(...rowsOf(reply, 'value'));
        next = bodyOf(reply)['nextLink'];
      }
      return rows;
    },
  };
}
