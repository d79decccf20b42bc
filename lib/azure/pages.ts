import { CollectError } from '../collect/collector.ts';
import { isRow } from '../model/row.ts';
import type { Arm, ArmAnswer, ArmCall } from './arm.ts';

/** More pages than any listing has. */
const mostPages = 10_000;

function nextLinkOf({ status, body }: ArmAnswer): string | undefined {
  const link = status === 200 && isRow(body) ? body['nextLink'] : undefined;
  return typeof link === 'string' && link !== '' ? link : undefined;
}

function checkLink(link: string, endpoint: string, followed: ReadonlySet<string>): void {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.origin !== new URL(endpoint).origin) {
    const where = url?.origin ?? 'no address';
    throw new CollectError('invalid', `A nextLink leads to ${where}, away from ${endpoint}; it was not followed.`);
  }
  if (followed.has(link) || followed.size >= mostPages) {
    throw new CollectError('invalid', `The pages of ${url.pathname} do not end: a nextLink repeats.`);
  }
}

/** A list of Azure Resource Manager, an answer a page. Throws a `CollectError` of code `invalid` where a nextLink leads elsewhere or repeats. */
export async function* readPages(arm: Arm, path: string, call: ArmCall): AsyncGenerator<ArmAnswer, void> {
  const followed = new Set<string>();
  let answer = await arm.get(path, call);
  yield answer;
  for (let link = nextLinkOf(answer); link !== undefined; link = nextLinkOf(answer)) {
    checkLink(link, arm.endpoint, followed);
    followed.add(link);
    answer = await arm.follow(link, call);
    yield answer;
  }
}
