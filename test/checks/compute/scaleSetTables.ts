import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed, found, refused, type Given } from '../given.ts';
import { diskEncryption } from './machine.ts';

const group = '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myResourceGroup/providers';
const pool: Row = { id: `${group}/Microsoft.Network/loadBalancers/myLb/backendAddressPools/lbBackendPool` };
const gateway: Row = { id: `${group}/Microsoft.Network/applicationGateways/myGateway/backendAddressPools/appPool` };

/** Network cards, one for each of these addresses. */
const cards = (...addresses: readonly Row[]): Row => ({
  networkProfile: {
    networkInterfaceConfigurations: addresses.map((properties) => ({
      name: 'card',
      properties: { primary: true, ipConfigurations: [{ name: 'address', properties }] },
    })),
  },
});

const networkCards = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';

// Microsoft's example, in part:
// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/compute/resource-manager/Microsoft.Compute/ComputeRP/stable/2024-07-01/examples/virtualMachineScaleSetExamples/VirtualMachineScaleSet_Create_WithAzureLoadBalancer.json
const exampleProfile: Row = {
  storageProfile: { osDisk: { caching: 'ReadWrite', createOption: 'FromImage' } },
  osProfile: {
    computerNamePrefix: 'mySet',
    windowsConfiguration: { provisionVMAgent: true, enableAutomaticUpdates: true },
  },
  ...cards({ loadBalancerBackendAddressPools: [pool], privateIPAddressVersion: 'IPv4' }),
};

const scaleSet = (properties: Row, sku: unknown = { tier: 'Standard', capacity: 3, name: 'Standard_D1_v2' }): Row => ({
  id: `${group}/Microsoft.Compute/virtualMachineScaleSets/mySet`,
  name: 'mySet',
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  location: 'westus',
  sku,
  properties: changed(
    { singlePlacementGroup: true, upgradePolicy: { mode: 'Manual' }, virtualMachineProfile: exampleProfile },
    properties,
  ),
});
const profiled = (profile: Row, properties: Row = {}): Row =>
  scaleSet({ virtualMachineProfile: changed(exampleProfile, profile), ...properties });

const clustersRead = 'microsoft.containerservice/managedclusters in the subscription';
const given = (subject: Row): Given => ({ subject, reads: { [clustersRead]: found() } });

const cluster = (nodeResourceGroup: unknown): Row => ({ name: 'myCluster', properties: { nodeResourceGroup } });
const inCluster = (subject: Row, nodeResourceGroup: unknown): Given => ({
  subject,
  reads: { [clustersRead]: found(cluster('MC_other'), cluster(nodeResourceGroup)) },
});
const blind = (subject: Row): Given => ({
  subject,
  reads: {
    [clustersRead]: refused('denied', 'clusters are hidden', 'Microsoft.ContainerService/managedClusters/read'),
  },
});
const hidden = 'denied: clusters are hidden';
const ofCluster = 'it is a node pool of the AKS cluster myCluster';

const withoutProfile = scaleSet({ orchestrationMode: 'Flexible', virtualMachineProfile: undefined });
const oneByOne = 'it is a flexible scale set without a profile: its machines are judged one by one';

const upgrade = 'properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade';
const upgrading = (enableAutomaticOSUpgrade: unknown): Row =>
  scaleSet({ upgradePolicy: { mode: 'Rolling', automaticOSUpgradePolicy: { enableAutomaticOSUpgrade } } });
const patchedBy = (patchMode: unknown, orchestrationMode: string): Given =>
  given(profiled({ osProfile: { linuxConfiguration: { patchSettings: { patchMode } } } }, { orchestrationMode }));

const machinesRead = 'microsoft.compute/virtualmachines by properties.virtualMachineScaleSet.id';
const flexible = (...machines: readonly Row[]): Given => ({
  subject: scaleSet({ orchestrationMode: 'Flexible' }),
  reads: { [clustersRead]: found(), [machinesRead]: found(...machines) },
});
const machine: Row = { id: `${group}/Microsoft.Compute/virtualMachines/mySet_0` };
const sized = (capacity: unknown): Row => scaleSet({}, { name: 'Standard_D1_v2', capacity });

const atHost = 'properties.virtualMachineProfile.securityProfile.encryptionAtHost';
const hosted = (encryptionAtHost: unknown): Row => profiled({ securityProfile: { encryptionAtHost } });

const passwords = 'properties.virtualMachineProfile.osProfile.linuxConfiguration.disablePasswordAuthentication';
const signingIn = (disablePasswordAuthentication: unknown): Row =>
  profiled({ osProfile: { linuxConfiguration: { disablePasswordAuthentication } } });
const linuxDisk: Row = { storageProfile: { osDisk: { osType: 'Linux' } } };

const launch = 'properties.virtualMachineProfile.securityProfile.securityType';
const signed = 'expected "TrustedLaunch" or "ConfidentialVM"';
const both = { secureBootEnabled: true, vTpmEnabled: true };
const launched = (securityType: unknown, uefiSettings: unknown): Row =>
  profiled({ securityProfile: { securityType, uefiSettings } });

export const scaleSetTables: CheckTables = {
  'compute-scale-set-automatic-upgrades': {
    pass: [
      [given(upgrading(true)), `${upgrade} is true; expected true`],
      [blind(upgrading(true)), `${upgrade} is true; expected true`],
      [
        patchedBy('AutomaticByPlatform', 'Flexible'),
        'osProfile…patchSettings.patchMode is "AutomaticByPlatform"; expected automatic image upgrades or patches',
      ],
    ],
    fail: [
      [given(upgrading(false)), `${upgrade} is false; expected true`],
      [given(upgrading(null)), `${upgrade} is not set (default false); expected true`],
      [given(upgrading('true')), `${upgrade} is "true"; expected true`],
      [given(scaleSet({})), `${upgrade} is not set (default false); expected true`],
      [given(scaleSet({ orchestrationMode: 'Flexible' })), `${upgrade} is not set (default false); expected true`],
      [patchedBy('ImageDefault', 'Flexible'), `${upgrade} is not set (default false); expected true`],
      // Azure patches machines of uniform sets by new images alone.
      [patchedBy('AutomaticByPlatform', 'Uniform'), `${upgrade} is not set (default false); expected true`],
      [inCluster(scaleSet({}), 'myResourceGroup2'), `${upgrade} is not set (default false); expected true`],
    ],
    unknown: [[blind(scaleSet({})), hidden]],
    notApplicable: [
      [inCluster(scaleSet({}), 'MYRESOURCEGROUP'), ofCluster],
      [given(withoutProfile), oneByOne],
    ],
  },
  'compute-scale-set-capacity': {
    pass: [
      [given(sized(3)), 'sku.capacity is 3; expected more than 0'],
      [given(sized(1)), 'sku.capacity is 1; expected more than 0'],
      [flexible(machine), 'virtualMachines is 1; expected more than 0'],
    ],
    fail: [
      [given(sized(0)), 'sku.capacity is 0; expected more than 0'],
      [flexible(), 'virtualMachines is 0; expected more than 0'],
    ],
    unknown: [
      [given(sized('3')), 'malformed: sku.capacity is "3", not a number'],
      [given(sized(null)), 'malformed: sku.capacity is not set, not a number'],
      [given(scaleSet({}, null)), 'malformed: sku.capacity is not set, not a number'],
      [
        given(scaleSet({ orchestrationMode: 'Fixed' })),
        'malformed: properties.orchestrationMode is "Fixed", which is none of "Flexible", "Uniform"',
      ],
      [blind(sized(0)), hidden],
    ],
    notApplicable: [[inCluster(sized(0), 'myResourceGroup'), ofCluster]],
  },
  'compute-scale-set-encryption-at-host': {
    pass: [
      [given(hosted(true)), `${atHost} is true; expected true`],
      [
        given(
          profiled({
            extensionProfile: {
              extensions: [diskEncryption({ EncryptionOperation: 'EnableEncryption', VolumeType: 'All' })],
            },
          }),
        ),
        'extensions[].properties.settings.VolumeType is "All"; expected encryption of every volume',
      ],
    ],
    fail: [
      [given(hosted(false)), `${atHost} is false; expected true`],
      [given(hosted(null)), `${atHost} is not set; expected true`],
      [given(profiled({})), `${atHost} is not set; expected true`],
    ],
    unknown: [[blind(hosted(false)), hidden]],
    notApplicable: [
      [inCluster(hosted(false), 'myResourceGroup'), ofCluster],
      [given(withoutProfile), oneByOne],
    ],
  },
  'compute-scale-set-load-balancer': {
    pass: [
      [given(scaleSet({})), `${networkCards} is in 1 backend pools; expected in a backend pool`],
      [
        given(profiled(cards({}, { applicationGatewayBackendAddressPools: [gateway] }))),
        `${networkCards} is in 1 backend pools; expected in a backend pool`,
      ],
    ],
    fail: [
      [
        given(profiled(cards({ loadBalancerBackendAddressPools: [] }))),
        `${networkCards} is in 0 backend pools; expected in a backend pool`,
      ],
      [
        given(profiled(cards({ loadBalancerBackendAddressPools: null }))),
        `${networkCards} is in 0 backend pools; expected in a backend pool`,
      ],
      // Rules for inbound NAT lead to single machines.
      [
        given(profiled(cards({ loadBalancerInboundNatPools: [pool] }))),
        `${networkCards} is in 0 backend pools; expected in a backend pool`,
      ],
      [
        given(profiled({ networkProfile: undefined })),
        `${networkCards} is in 0 backend pools; expected in a backend pool`,
      ],
    ],
    unknown: [
      [
        given(profiled({ networkProfile: { networkInterfaceConfigurations: {} } })),
        `malformed: ${networkCards} is {}, not a list`,
      ],
      [blind(profiled({ networkProfile: undefined })), hidden],
    ],
    notApplicable: [
      [inCluster(profiled({ networkProfile: undefined }), 'myResourceGroup'), ofCluster],
      [given(withoutProfile), oneByOne],
    ],
  },
  'compute-scale-set-password-authentication': {
    pass: [[given(signingIn(true)), `${passwords} is true; expected true`]],
    fail: [
      [given(signingIn(false)), `${passwords} is false; expected true`],
      [given(signingIn(undefined)), `${passwords} is not set (default false); expected true`],
      [given(signingIn(null)), `${passwords} is not set (default false); expected true`],
      [
        given(profiled({ ...linuxDisk, osProfile: { adminUsername: 'admin' } })),
        `${passwords} is not set (default false); expected true`,
      ],
    ],
    unknown: [
      [
        given(profiled({ ...linuxDisk, osProfile: undefined })),
        'notFound: Azure holds no settings of its operating system, so whether it accepts passwords cannot be told',
      ],
      [
        given(profiled({ osProfile: undefined })),
        'malformed: properties.virtualMachineProfile.storageProfile.osDisk.osType is not set, which is none of "Linux", "Windows"',
      ],
      [blind(signingIn(false)), hidden],
    ],
    notApplicable: [
      [given(scaleSet({})), 'Windows has no sign-in with SSH keys to insist on'],
      [inCluster(signingIn(false), 'myResourceGroup'), ofCluster],
      [given(withoutProfile), oneByOne],
    ],
  },
  'compute-scale-set-trusted-launch': {
    pass: [[given(launched('TrustedLaunch', both)), `${launch} is "TrustedLaunch"; ${signed}`]],
    fail: [
      [given(launched(null, both)), `${launch} is not set; ${signed}`],
      [given(profiled({})), `${launch} is not set; ${signed}`],
      [
        given(launched('TrustedLaunch', { ...both, vTpmEnabled: false })),
        'properties.virtualMachineProfile.securityProfile.uefiSettings.vTpmEnabled is false; expected true',
      ],
    ],
    unknown: [[blind(profiled({})), hidden]],
    notApplicable: [
      [inCluster(profiled({}), 'myResourceGroup'), ofCluster],
      [given(withoutProfile), oneByOne],
    ],
  },
};
