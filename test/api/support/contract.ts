import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describeApi } from '../../../lib/api/openApi/describeApi.ts';
import { isRow, type Row } from '../../../lib/model/row.ts';

/** The document of the API, as plain JSON. */
export function readContract(): Row {
  const document: unknown = JSON.parse(JSON.stringify(describeApi('https://vigil.test', 'functionKeys')));
  if (!isRow(document)) throw new Error('The document is no object.');
  return document;
}

/** The value at keys below `from`; references are followed. */
export function valueIn(document: Row, from: unknown, ...keys: readonly (string | number)[]): unknown {
  let value = from;
  for (const key of [undefined, ...keys]) {
    if (key !== undefined) value = isRow(value) ? value[String(key)] : undefined;
    const link = isRow(value) ? value['$ref'] : undefined;
    if (typeof link === 'string') value = valueIn(document, document, ...link.slice(2).split('/'));
  }
  return value;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Row;
}

export function operationsOf(document: Row): readonly DocumentedOperation[] {
  return Object.entries(isRow(document['paths']) ? document['paths'] : {}).flatMap(([path, item]) =>
    Object.entries(isRow(item) ? item : {}).flatMap(([method, operation]) =>
      isRow(operation)
        ? [{ operationId: String(operation['operationId']), method: method.toUpperCase(), path, operation }]
        : [],
    ),
  );
}

/**
 * The document allows answers to grow, for the sake of its readers; the app itself answers nothing that the document
 * lacks. OpenAPI's own shape is not ours to list.
 */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (!isRow(value) || valueIn({}, value, 'properties', 'openapi') !== undefined) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, closed(item)]));
  const open = copy['type'] === 'object' && isRow(copy['properties']) && !('additionalProperties' in copy);
  return open ? { ...copy, additionalProperties: false } : copy;
}

/** Says what a value breaks of a schema of the document; `undefined` where it keeps it. */
export type Judge = (schema: unknown, value: unknown) => string | undefined;

/** Judges by schemas of the document; `strictly` allows no property that it lacks. */
export function openJudge(document: Row, strictly: boolean): Judge {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const components = strictly ? closed(document['components']) : document['components'];
  ajv.addSchema({ $id: 'https://vigil.test/openapi', components });
  const compiled = new Map<unknown, ReturnType<typeof ajv.compile>>();
  return (schema, value) => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      const own = strictly ? closed(schema) : schema;
      const rooted: unknown = JSON.parse(JSON.stringify(own).replaceAll('"#/', '"https://vigil.test/openapi#/'));
      if (!isRow(rooted)) throw new Error(`No schema: ${JSON.stringify(schema)}`);
      validate = ajv.compile(rooted);
      compiled.set(schema, validate);
    }
    return validate(value) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'it' });
  };
}
