import * as z from 'zod';
import type { DequeuedMessageItem } from '@azure/storage-queue';
import type { TypedData } from './coreApi.ts';

export type ReceivedMessage = Pick<
  DequeuedMessageItem,
  'messageId' | 'messageText' | 'popReceipt' | 'dequeueCount' | 'insertedOn' | 'expiresOn' | 'nextVisibleOn'
>;

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The text that was sent; undefined when it is not what `encoding` promises. */
export function decodeMessage(messageText: string, encoding: 'base64' | 'none'): string | undefined {
  if (encoding === 'none') return messageText;
  const compact = messageText.replaceAll(/\s/g, '');
  return base64.test(compact) ? Buffer.from(compact, 'base64').toString('utf8') : undefined;
}

const jsonObject = z.record(z.string(), z.unknown());

function readProperties(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

function describeProperty(value: unknown): TypedData | undefined {
  if (value === null || Array.isArray(value)) return undefined;
  if (typeof value === 'string') return { string: value };
  return { json: JSON.stringify(value) };
}

/**
 * `context.triggerMetadata`. As in the Functions host, the message's own top-level properties cover the queue's
 * without regard to case, so that a message with a `dequeueCount` hides the real one; arrays and nulls do not.
 */
export function describeMetadata(message: ReceivedMessage, text: string): Readonly<Record<string, TypedData>> {
  const date = (value: Date): TypedData => ({ json: JSON.stringify(value.toISOString()) });
  const metadata = new Map<string, readonly [string, TypedData]>();
  const put = (name: string, value: TypedData): void => {
    const key = name.toLowerCase();
    metadata.set(key, [metadata.get(key)?.[0] ?? name, value]);
  };
  put('QueueTrigger', { string: text });
  put('DequeueCount', { json: String(message.dequeueCount) });
  put('Id', { string: message.messageId });
  put('PopReceipt', { string: message.popReceipt });
  put('InsertionTime', date(message.insertedOn));
  put('ExpirationTime', date(message.expiresOn));
  put('NextVisibleTime', date(message.nextVisibleOn));
  for (const [name, value] of Object.entries(readProperties(text))) {
    const described = describeProperty(value);
    if (described !== undefined) put(name, described);
  }
  return Object.fromEntries(metadata.values());
}
