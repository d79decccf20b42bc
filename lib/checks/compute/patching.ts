import { define } from '../define.ts';
import { isOneOf, isTrue, pass, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { patchSchedules, virtualMachine } from './needs.ts';
import { configurationPath, isOwn, systemOf, unknownSystem } from './settings.ts';

function judgeLinux(machine: Row): Verdict {
  return isOneOf(machine, 'properties.osProfile.linuxConfiguration.patchSettings.patchMode', {
    safe: ['AutomaticByPlatform'],
    unsafe: ['ImageDefault'],
    absentIs: 'ImageDefault',
  });
}

function judgeWindows(machine: Row): Verdict {
  const path = 'properties.osProfile.windowsConfiguration.patchSettings.patchMode';
  if (valueAt(machine, path) !== undefined) {
    return isOneOf(machine, path, { safe: ['AutomaticByPlatform', 'AutomaticByOS'], unsafe: ['Manual'] });
  }
  if (valueAt(machine, 'properties.osProfile') === undefined) return unknownSystem('whether it updates itself');
  return isTrue(machine, 'properties.osProfile.windowsConfiguration.enableAutomaticUpdates', { absentIs: true });
}

/** Without a schedule such a machine is never patched; one of a dynamic scope does not show on the machine. */
function judgeSchedules(schedules: readonly Row[]): Verdict {
  const path = 'Microsoft.Maintenance/configurationAssignments';
  const expected = 'a schedule, as patches wait for one';
  if (schedules.length > 0) return pass(path, `${String(schedules.length)} assigned`, expected);
  const detail =
    'its patches wait for a schedule: none is assigned to it, and one of a dynamic scope does not show on it';
  return { verdict: 'unknown', reason: 'notFound', detail, permission: '' };
}

export const automaticPatching = define({
  id: 'compute-automatic-patching',
  title: 'Security updates of the operating system are installed by themselves',
  severity: 'medium',
  why: 'Known holes are attacked within days of their patch; updates that wait for someone to install them come too late.',
  fix: {
    text: 'Set patch orchestration to Azure managed, or to a schedule of your own in Update Manager and assign that schedule.',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-machines/automatic-vm-guest-patching',
  absent:
    'Linux fails: the default is what the image does. Windows goes by enableAutomaticUpdates, which is true by default; without an osProfile it cannot be told.',
  on: virtualMachine,
  applies: isOwn,
  needs: { schedules: patchSchedules },
  evaluate(machine, { schedules }) {
    if (schedules !== undefined) return judgeSchedules(schedules);
    return systemOf(machine) === 'Linux' ? judgeLinux(machine) : judgeWindows(machine);
  },
});

export const periodicAssessment = define({
  id: 'compute-periodic-assessment',
  title: 'Azure looks for missing updates every day',
  severity: 'low',
  why: 'An update that nobody knows to be missing is not installed.',
  fix: {
    text: 'Turn on periodic assessment in Update Manager, for all machines by policy.',
  },
  reference: 'https://learn.microsoft.com/azure/update-manager/assessment-options',
  absent: 'Fails: the default is ImageDefault, by which Azure assesses a machine only when asked to.',
  policies: ['bd876905-5b84-4f73-ab2d-2e7a7c4568d9'],
  on: virtualMachine,
  applies: isOwn,
  needs: {},
  evaluate(machine) {
    const path = `${configurationPath(systemOf(machine))}.patchSettings.assessmentMode`;
    return isOneOf(machine, path, {
      safe: ['AutomaticByPlatform'],
      unsafe: ['ImageDefault'],
      absentIs: 'ImageDefault',
    });
  },
});
