import { define } from '../define.ts';
import { isOneOf, isTrue } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { clusters, scaleSet, virtualMachine } from './needs.ts';
import { judgeOwnSet } from './nodePools.ts';
import { hasProfile } from './settings.ts';

const why =
  'Malware in the boot loader or a driver starts before every defence and survives a new installation of the system.';
const reference = 'https://learn.microsoft.com/azure/virtual-machines/trusted-launch';
const absent = 'Fails: without a security type a machine starts whatever its disk holds.';

/** A confidential machine has what trusted launch has: https://learn.microsoft.com/azure/confidential-computing/confidential-vm-overview */
function judgeSecurityProfile(row: Row, securityProfile: string): Verdict {
  const launch = isOneOf(row, `${securityProfile}.securityType`, {
    safe: ['TrustedLaunch', 'ConfidentialVM'],
    unsafe: ['Standard'],
  });
  if (launch.verdict !== 'pass') return launch;
  const secureBoot = isTrue(row, `${securityProfile}.uefiSettings.secureBootEnabled`);
  if (secureBoot.verdict !== 'pass') return secureBoot;
  const vTpm = isTrue(row, `${securityProfile}.uefiSettings.vTpmEnabled`);
  return vTpm.verdict === 'pass' ? launch : vTpm;
}

export const trustedLaunch = define({
  id: 'compute-trusted-launch',
  title: 'The machine starts signed code only, and can prove it',
  severity: 'medium',
  why,
  fix: {
    text: 'Stop the machine and upgrade it to trusted launch with secure boot and a virtual TPM; drivers without a signature no longer load.',
    cli: 'az vm update --ids {id} --security-type TrustedLaunch --enable-secure-boot true --enable-vtpm true',
  },
  reference,
  absent,
  policies: [
    'c95b54ad-0614-4633-ab29-104b01235cbf',
    '97566dd7-78ae-4997-8b36-1c7bfe0d8121',
    '1c30f9cd-b84c-49cc-aa2c-9288447cc3b3',
  ],
  on: virtualMachine,
  needs: {},
  evaluate: (machine) => judgeSecurityProfile(machine, 'properties.securityProfile'),
});

export const setTrustedLaunch = define({
  id: 'compute-scale-set-trusted-launch',
  title: 'Machines of the scale set start signed code only, and can prove it',
  severity: 'medium',
  why,
  fix: {
    text: 'Choose an image of generation 2, then trusted launch with secure boot and a virtual TPM, and let the machines be made again.',
    cli: 'az vmss update --ids {id} --security-type TrustedLaunch --enable-secure-boot true --enable-vtpm true',
  },
  reference,
  absent,
  on: scaleSet,
  applies: hasProfile,
  needs: { clusters },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () =>
      judgeSecurityProfile(set, 'properties.virtualMachineProfile.securityProfile'),
    ),
});
