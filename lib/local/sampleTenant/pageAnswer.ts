import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

/** A list that was asked for, and where its next page would be. */
export interface ListRequest {
  readonly parameters: URLSearchParams;
  /** Where the answer's nextLink leads, given its parameters. */
  readonly link: (parameters: Readonly<Record<string, string>>) => string;
  /** Entries on one page. */
  readonly listPage: number;
}

/** One page of a list as ARM answers it. */
export function pageAnswer<T>(entries: readonly T[], write: (entry: T) => string, request: ListRequest): Answer {
  const { parameters, link, listPage } = request;
  const size = Math.min(Number(parameters.get('$top') ?? listPage), listPage);
  const start = Number(Buffer.from(parameters.get('$skiptoken') ?? '', 'base64url').toString() || 0);
  const page = entries.slice(start, start + size).map(write);
  const next = start + size;
  const $skiptoken = Buffer.from(String(next)).toString('base64url');
  const more = next < entries.length ? `,"nextLink":${JSON.stringify(link({ $skiptoken }))}` : '';
  return { ...jsonAnswer(200, {}), text: `{"value":[${page.join(',')}]${more}}` };
}
