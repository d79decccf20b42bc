/** A resource type that some check judges or joins: how Azure spells it and the one api-version that Vigil reads it at. */
export interface ResourceType {
  /** As ARM spells it. */
  readonly name: string;
  /** One that Azure's own types have: https://learn.microsoft.com/azure/templates */
  readonly apiVersion: string;
  /** The Resource Graph table that lists it; null for what only Azure Resource Manager lists. */
  readonly table: GraphTable | null;
  /** The Azure action that shows it whole. */
  readonly permission: string;
  /**
   * Where no list of the type at a subscription exists: a list below one resource of another type, which is refused in
   * the same way. Absent: GET {subscription}/providers/{name}.
   */
  readonly probe?: { readonly parent: string; readonly path: string };
}

/** https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources */
export type GraphTable =
  'resources' | 'resourcecontainers' | 'authorizationresources' | 'recoveryservicesresources' | 'securityresources';

/** Types of one service. Keys in lower case. */
export type ResourceTypes = Readonly<Record<string, ResourceType>>;
