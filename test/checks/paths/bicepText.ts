import { resourceTypes, subscriptionType, tenantType } from '../../../lib/model/resourceTypes.ts';
import type { ReadObject } from './readPaths.ts';

/** Where a file's resources lie. */
export type TargetScope = 'resourceGroup' | 'subscription' | 'tenant';

/** A path of an object, the line that tries it and the line that tries it misspelt, in one file. */
export interface Trial {
  readonly object: ReadObject;
  readonly path: string;
  readonly line: number;
  readonly control: number;
}

export interface BicepFile {
  readonly text: string;
  readonly trials: readonly Trial[];
  /** Line of each object's declaration. */
  readonly declared: readonly { readonly object: ReadObject; readonly line: number }[];
}

const quoted = (text: string) => `'${text}'`;

interface Named {
  /** Full type names from the outermost in, and each one's name where the path gives it. */
  readonly types: readonly string[];
  readonly names: readonly (string | undefined)[];
}

/** Declarations of a resource with what it lies in; the last one's symbol is `symbol`. */
function declare({ types, names }: Named, apiVersion: string, symbol: string, scope = ''): readonly string[] {
  return types.map((type, index) => {
    const last = index === types.length - 1;
    const own = last ? symbol : `${symbol}above${String(index)}`;
    const parent = index === 0 ? scope : ` parent: ${symbol}above${String(index - 1)},`;
    return `resource ${own} ${quoted(`${type}@${apiVersion}`)} existing = {${parent} name: ${quoted(names[index] ?? own)} }`;
  });
}

/** `name` is that of the resource itself, where its type takes one alone. */
function below(type: string, path: string, name?: string): Named {
  const [namespace = '', ...own] = type.split('/');
  const segments = path === '' ? [] : path.split('/');
  const all = [...own, ...segments.filter((_, index) => index % 2 === 0)];
  return {
    types: all.map((_, index) => [namespace, ...all.slice(0, index + 1)].join('/')),
    names: all.map((_, index) => {
      if (index === own.length - 1) return name;
      return index < own.length ? undefined : segments[2 * (index - own.length) + 1];
    }),
  };
}

function declareObject(object: ReadObject, symbol: string): readonly string[] {
  const { on, apiVersion } = object;
  const { name = on, apiVersion: ownVersion = apiVersion } = resourceTypes[on] ?? {};
  const [child = ''] = object.child.split('?');
  const [own = '', extension] = child.split(/\/?providers\//i);
  const onScope = on === subscriptionType || on === tenantType;
  if (child === '' && onScope) {
    return [`resource ${symbol} ${quoted(`${name}@${apiVersion}`)} existing = { scope: tenant(), name: 'one' }`];
  }
  if (extension === undefined) return declare(below(name, own), apiVersion, symbol);
  const [namespace = '', ...rest] = extension.split('/');
  const extending = below(`${namespace}/${rest[0] ?? ''}`, rest.slice(2).join('/'), rest[1]);
  if (onScope) return declare(extending, apiVersion, symbol);
  const base = declare(below(name, own), ownVersion, `${symbol}base`);
  return [...base, ...declare(extending, apiVersion, symbol, ` scope: ${symbol}base,`)];
}

const leaf = (symbol: string, path: string) =>
  `${symbol}${path
    .split('.')
    .map((name) => `.${name}`)
    .join('')}`.replaceAll('.[', '[');

/** One file that declares objects and reads each of their paths, once as it is and once with its last segment misspelt. */
export function bicepText(targetScope: TargetScope, objects: readonly ReadObject[]): BicepFile {
  const lines = [`targetScope = ${quoted(targetScope)}`];
  const trials: Trial[] = [];
  const declared: { object: ReadObject; line: number }[] = [];
  objects.forEach((object, number) => {
    const symbol = `object${String(number)}`;
    lines.push(...declareObject(object, symbol));
    declared.push({ object, line: lines.length });
    for (const path of [...object.paths].sort()) {
      const output = `output o${String(lines.length)} object = `;
      lines.push(`${output}{ read: ${leaf(symbol, path)} }`);
      const line = lines.length;
      lines.push(`${output.replace(' o', ' c')}{ read: ${leaf(symbol, `${path}Misspelt`)} }`);
      trials.push({ object, path, line, control: lines.length });
    }
  });
  return { text: `${lines.join('\n')}\n`, trials, declared };
}
