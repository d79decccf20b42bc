import { textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';

/**
 * For `applies`: the server behind a Synapse workspace, of kind `v12.0,analytics`, is set up by the workspace. Azure's
 * built-in policies leave it out by the same test: https://learn.microsoft.com/azure/azure-sql/database/policy-reference
 */
export function outsideSynapse(server: Row): true | string {
  const kind = textAt(server, 'kind')?.toLowerCase() ?? '';
  return !kind.includes('analytics') || 'the server belongs to a Synapse workspace, which sets this for it';
}
