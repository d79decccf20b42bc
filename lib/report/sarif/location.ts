/**
 * A relative URI for an id: code scanning shows a result only where it has one, with a line.
 * https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
 */
function uriOf(resourceId: string): string {
  const segments = resourceId.toLowerCase().toWellFormed().split('/');
  return segments
    .filter((segment) => segment !== '')
    .map(encodeURIComponent)
    .join('/');
}

/** Where a resource is: by its id, since it stands in no file. */
export function locationOf(resourceId: string, resourceName: string): object {
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(resourceId) }, region: { startLine: 1 } },
    logicalLocations: [{ name: resourceName, fullyQualifiedName: resourceId, kind: 'resource' }],
  };
}
