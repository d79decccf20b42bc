/** The command that sets a server parameter. */
export function setParameter(name: string, value: string): string {
  const server = '--subscription {subscription} --resource-group {resourceGroup} --server-name {name}';
  return `az postgres flexible-server parameter set ${server} --name ${name} --value ${value}`;
}
