import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import { changed, found, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql/stable/2023-08-01/examples/ServerGet.json
const id =
  '/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/sqlcrudtest-7398/providers/Microsoft.Sql/servers/sqlcrudtest-4645';

const exampleProperties: Row = {
  fullyQualifiedDomainName: 'sqlcrudtest-4645.database.windows.net',
  administratorLogin: 'dummylogin',
  version: '12.0',
  state: 'Ready',
  workspaceFeature: 'Connected',
  publicNetworkAccess: 'Enabled',
  restrictOutboundNetworkAccess: 'Enabled',
  privateEndpointConnections: [
    {
      id: `${id}/privateEndpointConnections/private-endpoint-name`,
      properties: {
        provisioningState: 'Ready',
        privateLinkServiceConnectionState: {
          status: 'Approved',
          description: 'Auto-approved',
          actionsRequired: 'None',
        },
      },
    },
  ],
};

const exampleServer: Row = {
  tags: { tagKey1: 'TagValue1' },
  id,
  name: 'sqlcrudtest-4645',
  type: 'Microsoft.Sql/servers',
  location: 'japaneast',
  kind: 'v12.0',
};

export const server = (properties: Row = {}, top: Row = {}): Row =>
  changed({ ...exampleServer, properties: changed(exampleProperties, properties) }, top);

/** A server that is judged without further reads. */
export const alone = (properties: Row = {}, top: Row = {}): Given => ({ subject: server(properties, top), reads: {} });

/** The server behind a Synapse workspace. */
export const synapse: Given = alone({}, { kind: 'v12.0,analytics' });
export const ofSynapse = 'the server belongs to a Synapse workspace, which sets this for it';

/** A server, and what a child or list below it answered. */
export const reading = (path: string, answer: Read<readonly Row[]>): Given => ({
  subject: server(),
  reads: { [path]: answer },
});

/** A server, and a child with these properties. */
export const withChild = (path: string, properties: unknown): Given => reading(path, found({ properties }));
