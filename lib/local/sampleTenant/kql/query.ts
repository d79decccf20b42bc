import type { Token } from './readTokens.ts';

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean; readonly token: Token }
  /** A column and the properties followed from it. */
  | { readonly kind: 'path'; readonly names: readonly [string, ...string[]]; readonly token: Token }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[]; readonly token: Token }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly token: Token;
    }
  | {
      readonly kind: 'oneOf';
      readonly anyCase: boolean;
      readonly left: Expression;
      readonly list: readonly Expression[];
      readonly token: Token;
    };

export interface Named {
  readonly name: string;
  readonly expression: Expression;
}
export interface Ordering {
  readonly expression: Expression;
  readonly descending: boolean;
}

export type Operator =
  | { readonly kind: 'where'; readonly condition: Expression }
  | { readonly kind: 'extend'; readonly columns: readonly Named[] }
  | { readonly kind: 'project'; readonly columns: readonly Named[] }
  | { readonly kind: 'order'; readonly by: readonly Ordering[] }
  /** How many rows each group has or, where `any` says so, what one of them holds, as the column `name`. */
  | {
      readonly kind: 'summarize';
      readonly name: string;
      readonly any: Expression | undefined;
      readonly by: readonly Named[];
    }
  | { readonly kind: 'limit'; readonly rows: number };

export interface Query {
  readonly table: string;
  readonly operators: readonly Operator[];
}
