import { resourceTypes } from '../../model/resourceTypes.ts';

// https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources
const others: Readonly<Record<string, string>> = {
  'microsoft.authorization/classicadministrators': 'authorizationresources',
  'microsoft.security/assessments/subassessments': 'securityresources',
  'microsoft.security/pricings': 'securityresources',
  'microsoft.security/securescores/securescorecontrols': 'securityresources',
};

/** The Resource Graph table that lists a type in lower case. */
export function graphTableOf(type: string): string {
  return resourceTypes[type]?.table ?? others[type] ?? 'resources';
}

/** The tables that hold resources, whatever is in them. */
export const resourceTables = [
  'resources',
  'authorizationresources',
  'recoveryservicesresources',
  'securityresources',
] as const;
