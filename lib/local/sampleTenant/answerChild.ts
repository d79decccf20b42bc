import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import { pageAnswer } from './pageAnswer.ts';
import type { ListRequest } from './pageAnswer.ts';
import type { Row } from '../../model/row.ts';

/** By path in lower case, such as `secrets` or `providers/microsoft.insights/diagnosticsettings`. */
export type SampleChildren = Readonly<Record<string, Row | readonly Row[] | Answer>>;
type SampleChild = SampleChildren[string];

export const isAnswer = (body: SampleChild): body is Answer =>
  typeof Reflect.get(body, 'status') === 'number' && 'text' in body;
const isList = (child: SampleChild): child is readonly Row[] => Array.isArray(child);

/** The paths of the lists among children. */
export function listPaths(children: SampleChildren): string[] {
  return Object.entries(children).flatMap(([path, child]) => (isList(child) ? [path.toLowerCase()] : []));
}

function entryOf(children: SampleChildren, path: string): Row | undefined {
  const at = path.lastIndexOf('/');
  const list = children[path.slice(0, Math.max(at, 0))];
  if (list === undefined || !isList(list)) return undefined;
  return list.find((entry) => String(entry['name']).toLowerCase() === path.slice(at + 1));
}

/** Answers a path in lower case from children: an object, a list, or an entry of a list by its name. */
export function answerChild(children: SampleChildren, path: string, request: ListRequest): Answer | undefined {
  const found = children[path] ?? entryOf(children, path);
  if (found === undefined) return undefined;
  if (isAnswer(found)) return found;
  return isList(found) ? pageAnswer(found, (entry) => JSON.stringify(entry), request) : jsonAnswer(200, found);
}
