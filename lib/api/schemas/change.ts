import * as z from 'zod';
import { changeKinds, type Change } from '../../model/change.ts';
import { findingAnswer } from './finding.ts';
import { nextLink } from './page.ts';

export const changeKind = z.enum(changeKinds).meta({
  id: 'ChangeKind',
  description:
    'new: not found, or not known, before. newCheck: the earlier catalogue lacked the check. resolved: judged again and found no more. open: still there. gone: the resource was deleted or left the scope. notRead: could not be told this time.',
});

const change = z
  .object({ change: changeKind, finding: findingAnswer })
  .meta({ id: 'Change' }) satisfies z.ZodType<Change>;

export const changesPage = z
  .object({
    since: z.string().nullable().describe('The earlier scan; null where there is none to compare with.'),
    value: z.array(change),
    nextLink,
  })
  .meta({ id: 'ChangesPage' });
