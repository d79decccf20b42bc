import type { TokenCredential } from '@azure/core-auth';
import type { Arm } from '../azure/arm.ts';
import { defaultCredential } from '../azure/credential.ts';
import { openKeyVault, type KeyVault } from '../azure/keyVault.ts';
import type { Limits } from '../azure/pacing.ts';
import { sharedArm } from '../azure/sharedArm.ts';
import type { CallSource, VaultSource } from '../model/check.ts';
import { isRow, type Row } from '../model/row.ts';
import type { FoundRow, Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import type { CloudSettings, KeyVaultSettings } from '../settings.ts';
import { readChild } from './armChildren.ts';
import type { Collector } from './collector.ts';
import { CollectError } from './collector.ts';
import { confirmRow } from './confirm.ts';
import { countSubscriptions, countTypes } from './counts.ts';
import { readDefender } from './defender.ts';
import { openKnownCounts } from './listings.ts';
import { placeSubscriptions } from './managementGroups.ts';
import { noteExamples, probeType, type Examples } from './probe.ts';
import { rowsByIds, rowsNaming, rowsWithin, withinKey } from './rowsOf.ts';
import { unread } from './refusal.ts';
import { listBelow, listVisible } from './subscriptions.ts';
import { isTenantScope, peekTenant, readTenantPage } from './tenant.ts';
import { readVaultData } from './vaultData.ts';
import { peekRow, readPage } from './walk.ts';

export interface CollectorOptions {
  readonly cloud: CloudSettings;
  /** How vaults are read at their own addresses. Default: not at all. */
  readonly keyVaultData?: KeyVaultSettings | undefined;
  /** Calls in flight at most, in the whole process. */
  readonly lanes: number;
  /** The longest wait for a throttle, in milliseconds; a longer one is a `CollectError` of code `wait`. */
  readonly longestSleep: number;
  /** Default: `DefaultAzureCredential`. */
  readonly credential?: TokenCredential;
  /** What Azure allows. Default: the documented limits. */
  readonly limits?: Limits;
  /** How long one try of a call may take, in milliseconds. Default: 30 s. */
  readonly timeout?: number;
  /** The first wait after a fault, in milliseconds. Default: 500. */
  readonly faultDelay?: number;
}

/** An answer about one resource that cannot be understood says nothing about the others. */
async function keepToSubject<V>(read: Promise<Read<V>>): Promise<Read<V>> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof CollectError && error.code === 'invalid') return unread('malformed', error.message);
    throw error;
  }
}

/** Resource Graph may leave the vault's address out of its row. */
async function readVault(
  arm: Arm,
  vault: KeyVault | undefined,
  source: VaultSource,
  subject: Subject,
): Promise<Read<readonly Row[]>> {
  if (vault === undefined) return unread('unavailable', 'vaults are not read: KEY_VAULT_DATA_PLANE is not true');
  const { properties } = subject.row;
  const hasAddress = isRow(properties) && typeof properties['vaultUri'] === 'string';
  if (hasAddress || subject.origin !== 'resourceGraph') return readVaultData(vault, source, subject.row);
  const whole = await confirmRow(arm, subject);
  return whole.state === 'read' ? readVaultData(vault, source, whole.value) : whole;
}

function readSource(
  arm: Arm,
  vault: KeyVault | undefined,
  source: CallSource,
  subject: Subject,
): Promise<Read<readonly Row[]>> {
  switch (source.from) {
    case 'child':
      return keepToSubject(readChild(arm, source, subject));
    case 'defender':
      return keepToSubject(readDefender(arm, source, subject));
    case 'vault':
      return keepToSubject(readVault(arm, vault, source, subject));
  }
}

type Probe = Collector['probe'];

/** Asks each (subscription, type, resource groups) once. */
function remember(probe: Probe): Probe {
  const asked = new Map<string, ReturnType<Probe>>();
  return async (subscriptionId, type, resourceGroups) => {
    const key = JSON.stringify([subscriptionId.toLowerCase(), type, resourceGroups]);
    const answer = asked.get(key) ?? probe(subscriptionId, type, resourceGroups);
    asked.set(key, answer);
    try {
      return await answer;
    } catch (error) {
      asked.delete(key);
      throw error;
    }
  };
}

type RowsWithin = Collector['rowsWithin'];

/** Subjects come subscription by subscription, so the last few answers serve the next page without holding more. */
const mostRemembered = 16;

function rememberFew(rowsWithin: RowsWithin): RowsWithin {
  const known = new Map<string, Read<readonly FoundRow[]>>();
  return async (types, subscriptions) => {
    const keys = subscriptions.flatMap((id) => types.map((type) => withinKey(type, id)));
    if (keys.every((key) => known.has(key))) return new Map([...known].filter(([key]) => keys.includes(key)));
    const found = await rowsWithin(types, subscriptions);
    for (const [key, read] of found) known.set(key, read);
    for (const key of [...known.keys()].slice(0, -mostRemembered)) known.delete(key);
    return found;
  };
}

/** Reads Azure through Resource Graph, Azure Resource Manager and Defender for Cloud. Opens no connection until it is asked something. */
export function openCollector(options: CollectorOptions): Collector {
  const { keyVaultData, ...armOptions } = options;
  const arm = sharedArm({ ...armOptions, credential: options.credential ?? defaultCredential(options.cloud) });
  const vault = keyVaultData === undefined ? undefined : openKeyVault(arm, keyVaultData);
  const known = openKnownCounts();
  const walker = { arm, known };
  const examples: Examples = new Map();
  return {
    listSubscriptions: (managementGroup) =>
      managementGroup === undefined ? listVisible(arm) : listBelow(arm, managementGroup),
    placeSubscriptions: (subscriptions) => placeSubscriptions(arm, subscriptions),
    countBySubscription: (subscriptions) => countSubscriptions(arm, subscriptions),
    countByType: (scope) => countTypes(arm, scope, known),
    probe: remember((subscriptionId, type, resourceGroups) =>
      probeType(arm, examples, subscriptionId, type, resourceGroups),
    ),
    prepareProbes: (subscriptions) => noteExamples(arm, examples, subscriptions),
    page: (scope, cursor, top) =>
      isTenantScope(scope) ? readTenantPage(arm, cursor) : readPage(walker, scope, cursor, top),
    peek: (scope, cursor) => (isTenantScope(scope) ? peekTenant(arm, cursor) : peekRow(walker, scope, cursor)),
    confirm: (found) => confirmRow(arm, found),
    read: (source, subject) => readSource(arm, vault, source, subject),
    rowsByIds: (ids) => rowsByIds(arm, ids),
    rowsNaming: (type, key, ids) => rowsNaming(arm, type, key, ids),
    rowsWithin: rememberFew((types, subscriptions) => rowsWithin(arm, types, subscriptions)),
  };
}
