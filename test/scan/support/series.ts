import { child, define } from '../../../lib/checks/define.ts';
import { fail, notApplicable, pass } from '../../../lib/checks/property.ts';
import type { SampleOptions } from '../../../lib/local/sampleTenant/startSampleTenant.ts';
import { listResources } from '../../../lib/local/sampleTenant/resourceList.ts';
import { storageAccount } from '../../../lib/local/sampleTenant/samples/storageAccount.ts';
import { generatedSubscription } from '../../../lib/local/sampleTenant/subscriptionIds.ts';
import type { ChangeKind } from '../../../lib/model/change.ts';
import { changeKinds } from '../../../lib/model/change.ts';
import type { CatalogueCheck, Severity } from '../../../lib/model/check.ts';
import { isRow, type Row } from '../../../lib/model/row.ts';
import type { Judged, Verdict } from '../../../lib/model/verdict.ts';
import type { ScanContext } from '../../../lib/scan/context.ts';
import { readControl, type Control } from '../../../lib/scan/control.ts';
import { listFindings } from '../../../lib/scan/findings.ts';
import { listChanges } from '../../../lib/scan/listChanges.ts';
import type { ScanRecord } from '../../../lib/store/records.ts';
import { accountType, testCheck } from './testChecks.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

const verdicts: Readonly<Record<string, Verdict>> = {
  f: fail('tags', 'bad', 'good'),
  p: pass('tags', 'good', 'good'),
  n: notApplicable('it is a test'),
  u: { verdict: 'unknown', reason: 'denied', detail: 'it is a test', permission: 'a/b/read' },
};

/** What a tag tells a check to answer: `a=f b=p` are two sub-keys, `k*3=f` are three. */
function answers(account: Row, tag: string): readonly Judged[] {
  const { tags } = account;
  const script = isRow(tags) && typeof tags[tag] === 'string' ? tags[tag] : '';
  return script.split(' ').flatMap((word): Judged[] => {
    const [, name = '', times, letter = ''] = /^([\w-]*)(?:\*(\d+))?=([fpnu])$/.exec(word) ?? [];
    const verdict = verdicts[letter];
    if (verdict === undefined) return [];
    if (times === undefined) return [{ ...verdict, subKey: name }];
    return Array.from({ length: Number(times) }, (_, at): Judged => ({ ...verdict, subKey: `${name}-${String(at)}` }));
  });
}

const facts = { why: 'it is a test', fix: { text: 'none' }, reference: 'https://example.com', absent: '' };

/** A check whose answers stand in the tag `plain` of each account. */
export const plain = (severity: Severity = 'medium', id = 'test-plain'): CatalogueCheck =>
  testCheck({ id, severity, evaluate: (account) => answers(account, 'plain') });

export const blobAction = 'Microsoft.Storage/storageAccounts/blobServices/read';

/** A check that needs more than the account, with its answers in the tag `needy`. */
export const needy: CatalogueCheck = define({
  ...facts,
  id: 'other-needy',
  title: 'needy',
  severity: 'high',
  on: accountType,
  needs: { blob: child('blobServices/default', '2024-01-01', blobAction) },
  evaluate: (account) => answers(account, 'needy'),
});

/** An account of a tenant; `plain` and `needy` are what the checks say of it. */
export interface Account {
  readonly subscription?: number;
  readonly plain?: string;
  readonly needy?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface TenantState {
  readonly accounts: Readonly<Record<string, Account>>;
  /** How many subscriptions there are. Default: one. */
  readonly subscriptions?: number;
  /** Subscriptions on which the caller has no role. */
  readonly hidden?: readonly number[];
  /** Actions refused in single subscriptions. */
  readonly refused?: Readonly<Record<number, readonly string[]>>;
  readonly refusedActions?: readonly string[];
}

const storageActions = ['microsoft.storage/*'];
/** Storage cannot be seen at all. */
export const blind = (...subscriptions: readonly number[]): NonNullable<TenantState['refused']> =>
  Object.fromEntries(subscriptions.map((index) => [index, storageActions]));

export const subscriptionIds = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => generatedSubscription(index));

function tenantOf(state: TenantState): Partial<SampleOptions> {
  const { accounts, subscriptions = 1, hidden = [], refused = {}, refusedActions = [] } = state;
  const resources = Object.entries(accounts).map(([name, account]) =>
    storageAccount(
      {
        subscription: generatedSubscription(account.subscription ?? 0),
        location: 'westeurope',
        group: 'rg-test',
        name,
      },
      { tags: { plain: account.plain ?? '', needy: account.needy ?? '', ...account.tags } },
    ),
  );
  return {
    refusedActions,
    estate: {
      subscriptions: subscriptionIds(subscriptions).map((id, index) => ({
        id,
        displayName: `Subscription ${String(index)}`,
        hidden: hidden.includes(index),
        refused: refused[index] ?? [],
      })),
      resources: listResources(resources),
      listPage: 10,
    },
  };
}

export const seriesCatalogue: readonly CatalogueCheck[] = [plain(), needy];

/** A world on a tenant as it stands at one time. Those on one account are the same app at several times. */
export function openState(connection: string, state: TenantState, more: Partial<WorldOptions> = {}): Promise<World> {
  return openWorld({ connection, tenant: tenantOf(state), catalogue: seriesCatalogue, ...more });
}

export async function recordOf({ store }: ScanContext, scanId: string): Promise<ScanRecord> {
  return (await controlOf({ store }, scanId)).scan.record;
}

export async function controlOf({ store }: Pick<ScanContext, 'store'>, scanId: string): Promise<Control> {
  const control = await readControl(store.scans, scanId);
  if (!control) throw new Error(`There is no scan ${scanId}.`);
  return control;
}

/** Delivers until the history of a scan is written. */
export async function drainHistory(world: World, scanId: string, contexts?: readonly ScanContext[]): Promise<void> {
  const deadline = performance.now() + 20_000;
  while ((await recordOf(world.context, scanId)).history === 'pending') {
    if (performance.now() > deadline)
      throw new Error(`Its history is still to be written.\n${world.thrown.map(String).join('\n')}`);
    await world.deliver(contexts);
  }
}

/** A whole scan with its history. */
export async function scanWhole(world: World, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = await world.scan(body);
  await drainHistory(world, id);
  return id;
}

/** How a scan differs from an earlier one, as `kind check resource sub-key`, sorted. */
export async function changesOf(context: ScanContext, older: string, newer: string): Promise<readonly string[]> {
  const [before, after] = await Promise.all([controlOf(context, older), controlOf(context, newer)]);
  const { value } = await listChanges(context, before, after, { top: 1000 });
  return value
    .map(({ change, finding }) => [change, finding.checkId, finding.resourceName, finding.subKey].join(' ').trim())
    .sort();
}

export const counts = (some: Partial<Record<ChangeKind, number>>): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(changeKinds.map((kind) => [kind, 0])),
  ...some,
});

/** Counts of what `changesOf` lists. */
export function countListed(changes: readonly string[]): Readonly<Record<string, number>> {
  const sums: Partial<Record<ChangeKind, number>> = {};
  for (const kind of changeKinds) sums[kind] = changes.filter((change) => change.startsWith(`${kind} `)).length;
  return counts(sums);
}

/** The scan that first saw each finding, as `check resource sub-key`; null where it cannot be told. */
export async function firstSeen(
  context: ScanContext,
  scanId: string,
): Promise<Readonly<Record<string, string | null>>> {
  const { value } = await listFindings(context, await controlOf(context, scanId), { top: 1000 });
  return Object.fromEntries(
    value.map((one) => [[one.checkId, one.resourceName, one.subKey].join(' ').trim(), one.firstSeen?.scanId ?? null]),
  );
}

/** The tenant as it stands, the app as it is then, and what is asked for. */
export interface ScanStep {
  readonly state: TenantState;
  readonly more?: Partial<WorldOptions> | undefined;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Whole scans one after the other. */
export async function scanSteps(connection: string, first: ScanStep, ...later: readonly ScanStep[]) {
  const ids: string[] = [];
  let world: World | undefined;
  for (const { state, more, body } of [first, ...later]) {
    world = await openState(connection, state, more);
    ids.push(await scanWhole(world, body));
    if (world.thrown.length > 0) throw new Error('A delivery threw.', { cause: world.thrown[0] });
  }
  if (world === undefined) throw new Error('There is no step.');
  return { context: world.context, ids };
}
