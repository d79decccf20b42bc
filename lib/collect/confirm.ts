import type { Arm } from '../azure/arm.ts';
import { armPath } from '../azure/armPath.ts';
import { resourceTypes } from '../model/resourceTypes.ts';
import type { Row } from '../model/row.ts';
import { isRow } from '../model/row.ts';
import type { FoundRow } from '../model/subject.ts';
import type { Read } from '../model/verdict.ts';
import { CollectError } from './collector.ts';
import { refusalOf, unread } from './refusal.ts';

/** A row as Azure Resource Manager shows it at the pinned api-version. */
export async function confirmRow(arm: Arm, found: FoundRow): Promise<Read<Row>> {
  const type = resourceTypes[found.type];
  if (type === undefined) throw new CollectError('invalid', `No api-version is pinned for ${found.type}.`);
  const path = armPath(found.id);
  if (path === undefined) return unread('malformed', `${found.id} is no resource id`);
  const answer = await arm.get(path, { apiVersion: type.apiVersion, region: found.location });
  if (answer.status !== 200) return refusalOf(answer, type.permission);
  return isRow(answer.body)
    ? { state: 'read', value: answer.body }
    : unread('malformed', `${found.id} is no JSON object in Azure's answer`);
}
