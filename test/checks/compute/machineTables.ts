import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { alone, linux, linuxDisk, ofService, runByService, specialized, windows, withSchedules } from './machine.ts';

const linuxMode = 'properties.osProfile.linuxConfiguration.patchSettings.patchMode';
const windowsMode = 'properties.osProfile.windowsConfiguration.patchSettings.patchMode';
const updates = 'properties.osProfile.windowsConfiguration.enableAutomaticUpdates';
const platform = 'expected "AutomaticByPlatform"';
const byWindows = 'expected "AutomaticByPlatform" or "AutomaticByOS"';
const patched = (patchSettings: unknown) => alone(linux({ patchSettings }));
const windowsWith = (windowsConfiguration: unknown) => alone(windows({ osProfile: { windowsConfiguration } }));
const windowsModed = (patchMode: unknown) => windowsWith({ patchSettings: { patchMode } });
const scheduled = (bypass: unknown): Row =>
  linux({
    patchSettings: {
      patchMode: 'AutomaticByPlatform',
      automaticByPlatformSettings: { bypassPlatformSafetyChecksOnUserSchedule: bypass },
    },
  });
// https://learn.microsoft.com/rest/api/maintenance/configuration-assignments/list
const assignment: Row = { name: 'nightly', properties: { maintenanceConfigurationId: '/subscriptions/s/nightly' } };

const assessment = 'properties.osProfile.linuxConfiguration.patchSettings.assessmentMode';
const windowsAssessment = 'properties.osProfile.windowsConfiguration.patchSettings.assessmentMode';

const passwords = 'properties.osProfile.linuxConfiguration.disablePasswordAuthentication';
const noSettings = 'notFound: Azure holds no settings of its operating system, so';

const launch = 'properties.securityProfile.securityType';
const signed = 'expected "TrustedLaunch" or "ConfidentialVM"';
const uefi = 'properties.securityProfile.uefiSettings';
const secured = (securityProfile: unknown) => alone(windows({ securityProfile }));
const both = { secureBootEnabled: true, vTpmEnabled: true };

export const machineTables: CheckTables = {
  'compute-automatic-patching': {
    pass: [
      [patched({ patchMode: 'AutomaticByPlatform' }), `${linuxMode} is "AutomaticByPlatform"; ${platform}`],
      [alone(scheduled(false)), `${linuxMode} is "AutomaticByPlatform"; ${platform}`],
      [windowsModed('AutomaticByPlatform'), `${windowsMode} is "AutomaticByPlatform"; ${byWindows}`],
      [windowsModed('AutomaticByOS'), `${windowsMode} is "AutomaticByOS"; ${byWindows}`],
      [windowsWith({ enableAutomaticUpdates: true }), `${updates} is true; expected true`],
      [windowsWith({}), `${updates} is not set (default true); expected true`],
      [
        withSchedules(scheduled(true), assignment),
        'Microsoft.Maintenance/configurationAssignments is 1 assigned; expected a schedule, as patches wait for one',
      ],
    ],
    fail: [
      [patched({ patchMode: 'ImageDefault' }), `${linuxMode} is "ImageDefault"; ${platform}`],
      [patched({ patchMode: null }), `${linuxMode} is not set (default "ImageDefault"); ${platform}`],
      [alone(linux(undefined)), `${linuxMode} is not set (default "ImageDefault"); ${platform}`],
      [alone(specialized('Linux')), `${linuxMode} is not set (default "ImageDefault"); ${platform}`],
      [windowsModed('Manual'), `${windowsMode} is "Manual"; ${byWindows}`],
      [alone(windows()), `${updates} is false; expected true`],
      [windowsWith({ enableAutomaticUpdates: 'true' }), `${updates} is "true"; expected true`],
    ],
    unknown: [
      [
        withSchedules(scheduled(true)),
        'notFound: its patches wait for a schedule: none is assigned to it, and one of a dynamic scope does not show on it',
      ],
      [alone(specialized('Windows')), `${noSettings} whether it updates itself cannot be told`],
      [
        patched({ patchMode: 'Hourly' }),
        `malformed: ${linuxMode} is "Hourly", which is none of "AutomaticByPlatform", "ImageDefault"`,
      ],
      [
        alone(windows({ storageProfile: {} })),
        'malformed: properties.storageProfile.osDisk.osType is not set, which is none of "Linux", "Windows"',
      ],
    ],
    notApplicable: [[alone(ofService), runByService]],
  },
  'compute-periodic-assessment': {
    pass: [
      [patched({ assessmentMode: 'AutomaticByPlatform' }), `${assessment} is "AutomaticByPlatform"; ${platform}`],
      [
        windowsWith({ patchSettings: { assessmentMode: 'AutomaticByPlatform' } }),
        `${windowsAssessment} is "AutomaticByPlatform"; ${platform}`,
      ],
    ],
    fail: [
      [patched({ assessmentMode: 'ImageDefault' }), `${assessment} is "ImageDefault"; ${platform}`],
      [patched({ assessmentMode: null }), `${assessment} is not set (default "ImageDefault"); ${platform}`],
      // To install is not to look for what is missing.
      [patched({ patchMode: 'AutomaticByPlatform' }), `${assessment} is not set (default "ImageDefault"); ${platform}`],
      [alone(specialized('Windows')), `${windowsAssessment} is not set (default "ImageDefault"); ${platform}`],
    ],
    unknown: [
      [
        patched({ assessmentMode: true }),
        `malformed: ${assessment} is true, which is none of "AutomaticByPlatform", "ImageDefault"`,
      ],
    ],
    notApplicable: [[alone(ofService), runByService]],
  },
  'compute-password-authentication': {
    pass: [[alone(linux({ disablePasswordAuthentication: true })), `${passwords} is true; expected true`]],
    fail: [
      [alone(linux({ disablePasswordAuthentication: false })), `${passwords} is false; expected true`],
      [alone(linux({})), `${passwords} is not set (default false); expected true`],
      [alone(linux(null)), `${passwords} is not set (default false); expected true`],
      [alone(linux({ disablePasswordAuthentication: 'true' })), `${passwords} is "true"; expected true`],
    ],
    unknown: [[alone(specialized('Linux')), `${noSettings} whether it accepts passwords cannot be told`]],
    notApplicable: [[alone(windows()), 'Windows has no sign-in with SSH keys to insist on']],
  },
  'compute-trusted-launch': {
    pass: [
      [secured({ securityType: 'TrustedLaunch', uefiSettings: both }), `${launch} is "TrustedLaunch"; ${signed}`],
      [secured({ securityType: 'ConfidentialVM', uefiSettings: both }), `${launch} is "ConfidentialVM"; ${signed}`],
    ],
    fail: [
      [secured(undefined), `${launch} is not set; ${signed}`],
      [secured(null), `${launch} is not set; ${signed}`],
      [secured({ encryptionAtHost: true }), `${launch} is not set; ${signed}`],
      [secured({ securityType: 'Standard', uefiSettings: both }), `${launch} is "Standard"; ${signed}`],
      [
        secured({ securityType: 'TrustedLaunch', uefiSettings: { ...both, secureBootEnabled: false } }),
        `${uefi}.secureBootEnabled is false; expected true`,
      ],
      [
        secured({ securityType: 'TrustedLaunch', uefiSettings: { secureBootEnabled: true } }),
        `${uefi}.vTpmEnabled is not set; expected true`,
      ],
      [secured({ securityType: 'TrustedLaunch' }), `${uefi}.secureBootEnabled is not set; expected true`],
    ],
    unknown: [
      [
        alone(windows({ storageProfile: linuxDisk, securityProfile: { securityType: 'Trusted' } })),
        `malformed: ${launch} is "Trusted", which is none of "TrustedLaunch", "ConfidentialVM", "Standard"`,
      ],
    ],
  },
};
