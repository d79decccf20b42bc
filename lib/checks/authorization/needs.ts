import { within } from '../define.ts';

// Each need stands here once: the checks share the read.

/** Also those of the management groups above, and those of the groups and resources below. */
export const roleAssignments = within('microsoft.authorization/roleassignments');

/** The custom roles that can be assigned in the subscription, and with them the built-in ones. */
export const roleDefinitions = within('microsoft.authorization/roledefinitions');
