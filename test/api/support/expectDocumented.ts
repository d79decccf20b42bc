import { isRow, type Row } from '../../../lib/model/row.ts';
import { openJudge, operationsOf, readContract, valueIn, type DocumentedOperation } from './contract.ts';

const contract = readContract();
const operations = operationsOf(contract);
const judge = openJudge(contract, true);
const ownHeaders = ['location', 'retry-after', 'allow', 'www-authenticate', 'link', 'content-disposition'];

/** One call and its answer. */
export interface Exchange {
  /** The function that answered; absent where none of them did. */
  readonly operationId: string | undefined;
  readonly query: URLSearchParams;
  /** JSON text; empty where nothing was sent. */
  readonly sent: string;
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What came as JSON; `undefined` where nothing did. */
  readonly body: unknown;
  /** What came as a file; absent where JSON or nothing did. Its header content-type says what it is. */
  readonly file?: string | undefined;
}

/** The operation that answers at an address; hosts do not mind its case. */
export function operationAt(method: string, pathname: string): string | undefined {
  const matches = ({ path }: DocumentedOperation): boolean =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`, 'i').test(pathname);
  return operations.find((one) => one.method === method && matches(one))?.operationId;
}

function faultsOfHeaders(answer: unknown, headers: Exchange['headers']): readonly string[] {
  const documented = valueIn(contract, answer, 'headers');
  const names = Object.keys(isRow(documented) ? documented : {});
  const surplus = ownHeaders.filter((name) => name in headers && !names.some((one) => one.toLowerCase() === name));
  const faults = names.map((name) => {
    const text = headers[name.toLowerCase()];
    if (text === undefined)
      return valueIn(contract, documented, name, 'required') === true ? 'it is missing' : undefined;
    const schema = valueIn(contract, documented, name, 'schema');
    return judge(schema, isRow(schema) && schema['type'] === 'integer' ? Number(text) : text);
  });
  return [
    ...surplus.map((name) => `the header ${name} is not in the document`),
    ...faults.flatMap((fault, index) => (fault === undefined ? [] : [`the header ${names[index] ?? ''}: ${fault}`])),
  ];
}

function faultOfFile(answer: unknown, file: string, { 'content-type': type = '' }: Exchange['headers']) {
  const schema = valueIn(contract, answer, 'content', type, 'schema');
  if (schema === undefined) return `a file of the type "${type}", which is not in the document`;
  return judge(schema, /[/+]json$/.test(type) ? JSON.parse(file) : file);
}

function faultOfBody(operationId: string, answer: unknown, exchange: Exchange): string | undefined {
  const { status, headers, body, file } = exchange;
  if (file !== undefined) return faultOfFile(answer, file, headers);
  const schema = valueIn(contract, answer, 'content', 'application/json', 'schema');
  if (schema === undefined) return body === undefined ? undefined : 'a body where the document has none';
  if (body === undefined) {
    // A poll that meets a storage blip has nothing to show, and the host asks for its keys without a word.
    return (operationId === 'getOperation' && status === 202) || status === 401 ? undefined : 'no body';
  }
  return judge(schema, body);
}

/** What the app took, the document has to allow. */
function faultsOfRequest(operation: Row, { query, sent }: Exchange): readonly (string | undefined)[] {
  const known = Array.isArray(operation['parameters']) ? operation['parameters'].filter(isRow) : [];
  const asked = [...query].filter(([name]) => name !== 'code' && name !== 'clientId');
  const faults = asked.map(([name, text]) => {
    const parameter = known.find((one) => one['in'] === 'query' && one['name'] === name);
    if (parameter === undefined) return `the parameter ${name} is not in the document`;
    const schema = valueIn(contract, parameter, 'schema');
    const type = isRow(schema) ? schema['type'] : undefined;
    return judge(schema, type === 'array' ? text.split(',') : type === 'integer' ? Number(text) : text);
  });
  const schema = valueIn(contract, operation, 'requestBody', 'content', 'application/json', 'schema');
  return sent.trim() === '' || schema === undefined ? faults : [...faults, judge(schema, JSON.parse(sent))];
}

/** Where no function answers: the catch-all, or the host that wants a key. */
function faultOfUnmatched({ status, body }: Exchange): string | undefined {
  if (status === 401 && body === undefined) return undefined;
  if (status !== 401 && status !== 403 && status !== 404 && status !== 405) return 'no function answers there';
  return judge({ $ref: '#/components/schemas/Failure' }, body);
}

/** What an exchange breaks of the document. */
export function faultsOf(exchange: Exchange): readonly string[] {
  const { operationId, status, headers } = exchange;
  const found = operations.find((one) => one.operationId === operationId);
  if (found === undefined) {
    const fault = operationId === undefined ? faultOfUnmatched(exchange) : `there is no operation ${operationId}`;
    return fault === undefined ? [] : [fault];
  }
  const answer = valueIn(contract, found.operation, 'responses', status);
  if (answer === undefined) return ['the status is not in the document'];
  const faults = [
    faultOfBody(found.operationId, answer, exchange),
    ...faultsOfHeaders(answer, headers),
    ...(status < 400 ? faultsOfRequest(found.operation, exchange) : []),
  ];
  return faults.filter((fault) => fault !== undefined);
}

/** Throws where an exchange is not as the document says. */
export function expectDocumented(exchange: Exchange): void {
  const faults = faultsOf(exchange);
  if (faults.length === 0) return;
  const { operationId = 'an unknown address', status, body } = exchange;
  const shown = JSON.stringify(body ?? null).slice(0, 2000);
  throw new Error(`Not as documented: ${operationId} answered ${String(status)}: ${faults.join('; ')}. ${shown}`);
}
