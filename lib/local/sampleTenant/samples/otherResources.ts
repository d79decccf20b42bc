import databaseAccount from '../examples/databaseAccount.json' with { type: 'json' };
import disk from '../examples/disk.json' with { type: 'json' };
import eventHubNamespace from '../examples/eventHubNamespace.json' with { type: 'json' };
import networkSecurityGroup from '../examples/networkSecurityGroup.json' with { type: 'json' };
import redis from '../examples/redis.json' with { type: 'json' };
import serverFarm from '../examples/serverFarm.json' with { type: 'json' };
import vault from '../examples/vault.json' with { type: 'json' };
import virtualMachine from '../examples/virtualMachine.json' with { type: 'json' };
import workspace from '../examples/workspace.json' with { type: 'json' };
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { fromExample } from './fromExample.ts';
import type { Example } from './fromExample.ts';

const examples = {
  databaseAccount,
  disk,
  eventHubNamespace,
  networkSecurityGroup,
  redis,
  serverFarm,
  vault,
  virtualMachine,
  workspace,
} satisfies Readonly<Record<string, Example>>;
export type OtherKind = keyof typeof examples;

/** How many of each kind, and how their names begin. */
export type Numbers = Readonly<Partial<Record<OtherKind, readonly [prefix: string, count: number]>>>;

const kinds = Object.keys(examples).filter((kind): kind is OtherKind => kind in examples);

/** Resources of the types that are listed without being judged: Microsoft's examples, numbered. */
export function otherResources(
  scope: { readonly subscription: string; readonly group: string; readonly location: string },
  numbers: Numbers,
): SampleResource[] {
  return kinds.flatMap((kind) => {
    const [prefix, count] = numbers[kind] ?? ['', 0];
    return Array.from({ length: count }, (_, at) => {
      const name = count === 1 ? prefix : `${prefix}-${String(at + 1).padStart(2, '0')}`;
      const body = fromExample(examples[kind], { ...scope, name });
      return { row: graphRow(body), body };
    });
  });
}
