import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckRows, CheckTables } from '../checkTable.ts';
import { changed, found, refused } from '../given.ts';
import { withReads } from './account.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/Security/stable/2024-01-01/examples/Pricings/GetPricingByNameStorageAccounts_example.json
const examplePlan: Row = {
  id: '/subscriptions/20ff7fc3-e762-44dd-bd96-b71116dcdc23/providers/Microsoft.Security/pricings/StorageAccounts',
  name: 'StorageAccounts',
  type: 'Microsoft.Security/pricings',
};
const exampleProperties: Row = {
  pricingTier: 'Standard',
  subPlan: 'PerStorageAccount',
  freeTrialRemainingTime: 'PT0S',
  enablementTime: '2023-03-01T12:42:42.1921106Z',
  enforce: 'False',
  resourcesCoverageStatus: 'FullyCovered',
  extensions: [
    {
      name: 'OnUploadMalwareScanning',
      isEnabled: 'True',
      additionalExtensionProperties: { capGBPerMonthPerStorageAccount: 10 },
    },
    { name: 'SensitiveDataDiscovery', isEnabled: 'True' },
  ],
};

const subscription: Row = {
  id: '/subscriptions/20ff7fc3-e762-44dd-bd96-b71116dcdc23',
  type: 'microsoft.resources/subscriptions',
  name: 'Example',
};
const answered = (answer: Read<readonly Row[]>) => withReads(subscription, { 'Microsoft.Security/pricings': answer });
const plan = (properties: Row) =>
  answered(found({ ...examplePlan, properties: changed(exampleProperties, properties) }));
const notInUse = answered(found());
const current = 'DefenderForStorageV2';
const denied = answered(refused('denied', 'AuthorizationFailed', 'Microsoft.Security/pricings/read'));

const tier = 'properties.pricingTier';
const subPlan = 'properties.subPlan';

function extensionRows(name: string): CheckRows {
  const path = `properties.extensions[${name}].isEnabled`;
  const only = (isEnabled: unknown) => plan({ extensions: [{ name, isEnabled }] });
  return {
    pass: [
      [plan({}), `${path} is "True"; expected "True"`],
      [only('True'), `${path} is "True"; expected "True"`],
    ],
    fail: [
      [only('False'), `${path} is "False"; expected "True"`],
      [only(null), `${path} is not set; expected "True"`],
      // Azure sends text here: anything else is not known to be on.
      [only(true), `${path} is true; expected "True"`],
      [plan({ extensions: [{ name: 'Another', isEnabled: 'True' }] }), `${path} is not set; expected "True"`],
      [plan({ extensions: [] }), `${path} is not set; expected "True"`],
      [plan({ extensions: null }), `${path} is not set; expected "True"`],
    ],
    unknown: [
      [plan({ pricingTier: null }), `malformed: ${tier} is not set`],
      [plan({ extensions: { name } }), `malformed: properties.extensions is {"name":"${name}"}, not a list`],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [plan({ pricingTier: 'Free' }), 'Defender for Storage is off, which storage-defender-plan shows'],
      [notInUse, 'Defender for Storage is off, which storage-defender-plan shows'],
    ],
  };
}

export const defenderTables: CheckTables = {
  'storage-defender-plan': {
    pass: [[plan({ subPlan: current }), `${subPlan} is "${current}"; expected "${current}"`]],
    fail: [
      [plan({ pricingTier: 'Free', subPlan: undefined }), `${tier} is "Free"; expected "Standard"`],
      [plan({ subPlan: 'PerTransaction' }), `${subPlan} is "PerTransaction"; expected "${current}"`],
      [plan({}), `${subPlan} is "PerStorageAccount"; expected "${current}"`],
      [plan({ subPlan: null }), `${subPlan} is not set; expected "${current}"`],
      [notInUse, 'Microsoft.Security/pricings is empty (Defender for Cloud is not in use); expected a list of plans'],
    ],
    unknown: [
      [
        plan({ subPlan: 'DefenderForStorageV3' }),
        `malformed: ${subPlan} is "DefenderForStorageV3", which is none of "${current}", "PerTransaction", "PerStorageAccount"`,
      ],
      [plan({ pricingTier: undefined }), `malformed: ${tier} is not set`],
      [plan({ pricingTier: null, subPlan: current }), `malformed: ${tier} is not set`],
      [plan({ pricingTier: 'Premium' }), `malformed: ${tier} is "Premium", which is none of "Standard", "Free"`],
      [answered(found({ ...examplePlan })), 'malformed: properties is not set'],
      [answered(found({ ...examplePlan, name: 'AppServices' })), 'notFound: Azure lists no plan StorageAccounts'],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'storage-defender-malware-scanning': extensionRows('OnUploadMalwareScanning'),
  'storage-defender-sensitive-data': extensionRows('SensitiveDataDiscovery'),
};
