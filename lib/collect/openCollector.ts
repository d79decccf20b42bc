import type { TokenCredential } from '@azure/core-auth';
import type { Arm } from '../azure/arm.ts';
import { defaultCredential } from '../azure/credential.ts';
import type { Limits } from '../azure/pacing.ts';
import { sharedArm } from '../azure/sharedArm.ts';
import type { CallSource } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import type { CloudSettings } from '../settings.ts';
import { readChild } from './armChildren.ts';
import type { Collector } from './collector.ts';
import { CollectError } from './collector.ts';
import { confirmRow } from './confirm.ts';
import { countSubscriptions, countTypes } from './counts.ts';
import { readDefender } from './defender.ts';
import { openKnownCounts } from './listings.ts';
import { probeType } from './probe.ts';
import { rowsByIds, rowsNaming, rowsWithin } from './rowsOf.ts';
import { unread } from './refusal.ts';
import { listBelow, listVisible } from './subscriptions.ts';
import { peekRow, readPage } from './walk.ts';

export interface CollectorOptions {
  readonly cloud: CloudSettings;
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

function readSource(arm: Arm, source: CallSource, subject: Subject): Promise<Read<readonly Row[]>> {
  switch (source.from) {
    case 'child':
      return keepToSubject(readChild(arm, source, subject));
    case 'defender':
      return keepToSubject(readDefender(arm, source, subject));
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

/** Subjects come subscription by subscription, so the last few answers serve them all without holding more. */
const mostRemembered = 16;

function rememberFew(rowsWithin: RowsWithin): RowsWithin {
  const asked = new Map<string, ReturnType<RowsWithin>>();
  return async (type, subscriptionId) => {
    const key = `${type} ${subscriptionId.toLowerCase()}`;
    const answer = asked.get(key) ?? rowsWithin(type, subscriptionId);
    asked.set(key, answer);
    const [oldest] = asked.keys();
    if (asked.size > mostRemembered && oldest !== undefined) asked.delete(oldest);
    try {
      return await answer;
    } catch (error) {
      asked.delete(key);
      throw error;
    }
  };
}

/** Reads Azure through Resource Graph, Azure Resource Manager and Defender for Cloud. Opens no connection until it is asked something. */
export function openCollector(options: CollectorOptions): Collector {
  const arm = sharedArm({ ...options, credential: options.credential ?? defaultCredential(options.cloud) });
  const known = openKnownCounts();
  const walker = { arm, known };
  return {
    listSubscriptions: (managementGroup) =>
      managementGroup === undefined ? listVisible(arm) : listBelow(arm, managementGroup),
    countBySubscription: (subscriptions) => countSubscriptions(arm, subscriptions),
    countByType: (scope) => countTypes(arm, scope, known),
    probe: remember((subscriptionId, type, resourceGroups) => probeType(arm, subscriptionId, type, resourceGroups)),
    page: (scope, cursor, top) => readPage(walker, scope, cursor, top),
    peek: (scope, cursor) => peekRow(walker, scope, cursor),
    confirm: (found) => confirmRow(arm, found),
    read: (source, subject) => readSource(arm, source, subject),
    rowsByIds: (type, ids) => rowsByIds(arm, type, ids),
    rowsNaming: (type, key, ids) => rowsNaming(arm, type, key, ids),
    rowsWithin: rememberFew((type, subscriptionId) => rowsWithin(arm, type, subscriptionId)),
  };
}
