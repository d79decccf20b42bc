import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, type Given } from '../given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/keyvault/resource-manager/Microsoft.KeyVault/KeyVault/stable/2026-02-01/examples/ManagedHsm_Get.json
const example: Row = {
  enablePurgeProtection: false,
  enableSoftDelete: true,
  hsmUri: 'https://westus.hsm1.managedhsm.azure.net',
  provisioningState: 'Succeeded',
  softDeleteRetentionInDays: 90,
  statusMessage: 'ManagedHsm is functional.',
  tenantId: '00000000-0000-0000-0000-000000000000',
};
const hsm = (properties: Row = {}): Given => ({
  subject: {
    id: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/hsm-group/providers/Microsoft.KeyVault/managedHSMs/hsm1',
    name: 'hsm1',
    type: 'Microsoft.KeyVault/managedHSMs',
    location: 'westus',
    sku: { name: 'Standard_B1', family: 'B' },
    properties: changed(example, properties),
  },
  reads: {},
});

const purge = 'properties.enablePurgeProtection';
const access = 'properties.publicNetworkAccess';
const closed = 'expected "Disabled" or "SecuredByPerimeter"';

export const managedHsmTables: CheckTables = {
  'keyvault-hsm-purge-protection': {
    pass: [[hsm({ enablePurgeProtection: true }), `${purge} is true; expected true`]],
    fail: [
      [hsm(), `${purge} is false; expected true`],
      [hsm({ enablePurgeProtection: undefined }), `${purge} is not set; expected true`],
      [hsm({ enablePurgeProtection: null }), `${purge} is not set; expected true`],
      [hsm({ enablePurgeProtection: 'true' }), `${purge} is "true"; expected true`],
    ],
  },
  'keyvault-hsm-public-network-access': {
    pass: [[hsm({ publicNetworkAccess: 'Disabled' }), `${access} is "Disabled"; ${closed}`]],
    fail: [
      [hsm({ publicNetworkAccess: 'Enabled' }), `${access} is "Enabled"; ${closed}`],
      [hsm(), `${access} is not set (default "Enabled"); ${closed}`],
      [hsm({ publicNetworkAccess: null }), `${access} is not set (default "Enabled"); ${closed}`],
    ],
    unknown: [
      [
        hsm({ publicNetworkAccess: '' }),
        `malformed: ${access} is "", which is none of "Enabled", "Disabled", "SecuredByPerimeter"`,
      ],
    ],
  },
};
