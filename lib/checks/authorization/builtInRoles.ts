// The ids of built-in roles are the same in every tenant: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
export const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';
export const accessControlAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168';

/** The built-in roles that can hand out every role, themselves among them. */
export const accessGrantingRoles: readonly string[] = [owner, userAccessAdministrator, accessControlAdministrator];
