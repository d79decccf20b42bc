import type { CallSource } from '../../../lib/model/check.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { Row } from '../../../lib/model/row.ts';
import type { Subject } from '../../../lib/model/subject.ts';
import { collectorAt, startFakeAzure } from './fakeAzure.ts';
import type { Answer, FakeAzure, Reply } from './fakeAzure.ts';
import { account, storage, subscription } from './graph.ts';

const row = account('acc');
export const subject: Subject = {
  id: String(row['id']),
  type: storage,
  name: 'acc',
  subscriptionId: subscription,
  resourceGroup: 'group',
  location: 'westeurope',
  row,
  origin: 'resourceGraph',
};
export const aSubscription: Subject = {
  ...subject,
  id: `/subscriptions/${subscription}`,
  type: 'microsoft.resources/subscriptions',
  resourceGroup: '',
  location: '',
};

/** Reads a source from a server of its own. */
export async function read(
  source: CallSource,
  answer: Answer | Reply,
  of = subject,
): Promise<{ azure: FakeAzure; reading: Promise<Read<readonly Row[]>> }> {
  const azure = await startFakeAzure(typeof answer === 'function' ? answer : () => answer);
  return { azure, reading: collectorAt(azure).read(source, of) };
}
