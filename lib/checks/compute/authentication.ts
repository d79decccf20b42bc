import { define } from '../define.ts';
import { isTrue, notApplicable, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { clusters, scaleSet, virtualMachine } from './needs.ts';
import { judgeOwnSet } from './nodePools.ts';
import { hasProfile, systemOf, systemOfSet, unknownSystem, type OperatingSystem } from './settings.ts';

const why =
  'A password can be guessed or reused from a leak; whoever has it is on the machine. A key cannot be guessed.';
const reference = 'https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed';
const absent = 'Fails: passwords are accepted unless they are disabled. Without an osProfile it cannot be told.';

function judgePasswords(row: Row, system: OperatingSystem, osProfile: string): Verdict {
  if (system === 'Windows') return notApplicable('Windows has no sign-in with SSH keys to insist on');
  if (valueAt(row, osProfile) === undefined) return unknownSystem('whether it accepts passwords');
  return isTrue(row, `${osProfile}.linuxConfiguration.disablePasswordAuthentication`, { absentIs: false });
}

export const passwordAuthentication = define({
  id: 'compute-password-authentication',
  title: 'Linux machines accept SSH keys only',
  severity: 'medium',
  why,
  fix: {
    text: 'Azure keeps what was chosen at creation: make the machine again from its disk with an SSH key and without a password.',
  },
  reference,
  absent,
  policies: ['630c64f9-8b6b-4c64-b511-6544ceff6fd6'],
  on: virtualMachine,
  needs: {},
  evaluate: (machine) => judgePasswords(machine, systemOf(machine), 'properties.osProfile'),
});

export const setPasswordAuthentication = define({
  id: 'compute-scale-set-password-authentication',
  title: 'Linux machines of the scale set accept SSH keys only',
  severity: 'medium',
  why,
  fix: { text: 'Azure keeps what was chosen at creation: make the scale set again with an SSH key and no password.' },
  reference,
  absent,
  on: scaleSet,
  applies: hasProfile,
  needs: { clusters },
  evaluate: (set, data) =>
    judgeOwnSet(set, data.clusters, () =>
      judgePasswords(set, systemOfSet(set), 'properties.virtualMachineProfile.osProfile'),
    ),
});
