import type { SecurityCenter } from '@azure/arm-security';
import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import type { Arm, ArmAnswer } from '../azure/arm.ts';
import { readArmError } from '../azure/armError.ts';
import type { DefenderSource } from '../model/check.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import type { Subject } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { isNotRegistered, refusalOf, unread } from './refusal.ts';

/** More entries of one list than these are `tooMany`. */
const mostEntries = 20_000;

/** More pages than any list has. */
const mostPages = 10_000;

// The pipeline signs; the client only insists on being given something.
const signedByPipeline: TokenCredential = { getToken: () => Promise.resolve(null) };

function nextLinkOf({ status, body }: ArmAnswer): string | undefined {
  const link = status === 200 && isRow(body) ? body['nextLink'] : undefined;
  return typeof link === 'string' && link !== '' ? link : undefined;
}

/**
 * Sends each page of the client at the pinned api-version as every other call is sent, and hands the client nothing of
 * the answer but where to go on: its models flatten what Azure sends and drop fields of newer versions.
 */
function wirePolicy(arm: Arm, apiVersion: string): PipelinePolicy {
  const asked = new Set<string>();
  return {
    name: 'wire',
    sendRequest: async (request, next) => {
      const url = new URL(request.url);
      url.searchParams.set('api-version', apiVersion);
      if (url.origin !== new URL(arm.endpoint).origin) {
        const where = `A nextLink leads to ${url.origin}, away from ${arm.endpoint}; it was not followed.`;
        throw new CollectError('invalid', where);
      }
      if (asked.has(url.href) || asked.size >= mostPages) {
        throw new CollectError('invalid', `The pages of ${url.pathname} do not end: a nextLink repeats.`);
      }
      asked.add(url.href);
      request.url = url.href;
      const answer = await arm.settle(() => next(request));
      const parsedBody = { value: [], nextLink: nextLinkOf(answer) };
      return { request, status: answer.status, headers: createHttpHeaders(), parsedBody, answer };
    },
  };
}

async function openClient(arm: Arm, { apiVersion }: DefenderSource, subscriptionId: string): Promise<SecurityCenter> {
  const { SecurityCenter } = await import('@azure/arm-security');
  const pipeline = arm.pipeline.clone();
  // The first phase: around the policies that wait and repeat.
  pipeline.addPolicy(wirePolicy(arm, apiVersion), { phase: 'Serialize' });
  return new SecurityCenter(signedByPipeline, subscriptionId, {
    $host: arm.endpoint,
    endpoint: arm.endpoint,
    pipeline,
    httpClient: arm.httpClient,
  });
}

interface ListOptions {
  readonly onResponse: (response: object) => void;
}

/** The pages of a list; each turn of the loop sends one. */
function pagesOf(client: SecurityCenter, list: DefenderSource['list'], options: ListOptions): AsyncIterable<unknown> {
  switch (list) {
    case 'pricings':
      return (async function* () {
        yield await client.pricings.list(options);
      })();
    case 'alerts':
      return client.alerts.list(options).byPage();
    case 'jitNetworkAccessPolicies':
      return client.jitNetworkAccessPolicies.list(options).byPage();
    case 'securityContacts':
      return client.securityContacts.list(options).byPage();
    case 'settings':
      return client.settings.list(options).byPage();
  }
}

const isAnswer = (value: unknown): value is ArmAnswer => isRow(value) && typeof value['status'] === 'number';

async function* readPages(arm: Arm, source: DefenderSource, subscriptionId: string): AsyncGenerator<ArmAnswer, void> {
  const client = await openClient(arm, source, subscriptionId);
  let answer: unknown;
  const onResponse = (response: object): void => {
    answer = 'answer' in response ? response.answer : undefined;
  };
  const pages = pagesOf(client, source.list, { onResponse })[Symbol.asyncIterator]();
  for (let page = await pages.next(); page.done !== true; page = await pages.next()) {
    if (!isAnswer(answer)) throw new Error(`The security client sent no call for ${source.list}.`);
    yield answer;
  }
}

/**
 * Whether the subscription does not use Defender for Cloud. The service says so in its own way, as 404 "Subscription
 * Not Registered": "Please register to Microsoft.Security in order to view your security status".
 */
function isNotInUse(answer: ArmAnswer): boolean {
  if (isNotRegistered(answer)) return true;
  return answer.status === 404 && readArmError(answer.body).codes.includes('Subscription Not Registered');
}

function readEntries({ body }: ArmAnswer, list: string): Read<readonly Row[]> {
  const value = isRow(body) ? body['value'] : undefined;
  if (!Array.isArray(value)) return unread('malformed', `Azure's answer holds no list of ${list}`);
  const entries: readonly unknown[] = value;
  const rows = entries.filter(isRow);
  // Leaving out what cannot be read would make a list look shorter than it is.
  if (rows.length === entries.length) return { state: 'read', value: rows };
  const bad = entries.findIndex((entry) => !isRow(entry));
  return unread('malformed', `entry ${String(bad)} of ${list} is no object`);
}

/**
 * A list of Defender for Cloud for the subject's subscription as it came over the wire, every page. Empty where the
 * subscription is not registered for Microsoft.Security: opening Defender for Cloud registers it, so nothing was set up.
 * https://learn.microsoft.com/azure/defender-for-cloud/plan-defender-for-servers-scale
 */
export async function readDefender(arm: Arm, source: DefenderSource, subject: Subject): Promise<Read<readonly Row[]>> {
  const rows: Row[] = [];
  for await (const answer of readPages(arm, source, subject.subscriptionId)) {
    if (answer.status !== 200) {
      const none = rows.length === 0 && isNotInUse(answer);
      return none ? { state: 'read', value: [] } : refusalOf(answer, source.permission);
    }
    const page = readEntries(answer, source.list);
    if (page.state === 'unread') return page;
    rows.push(...page.value);
    if (rows.length > mostEntries) return unread('tooMany', `${source.list} has over ${String(mostEntries)} entries`);
  }
  return { state: 'read', value: rows };
}
