import type { SwitchedOff } from '../../model/config.ts';
import type { ErrorTrace, Refusal, SafeError } from '../../model/scan.ts';
import { counted } from '../counted.ts';
import type { Report } from '../report.ts';
import { locationOf } from './location.ts';
import { messageOf } from './message.ts';

/** Each as SARIF means it: the results are incomplete; what there is may still hold; for information. */
type Level = 'error' | 'warning' | 'note';

function notification(level: Level, text: string, code = '', checkId = ''): object {
  return {
    level,
    message: messageOf(text),
    ...(code === '' ? {} : { descriptor: { id: code } }),
    ...(checkId === '' ? {} : { associatedRule: { id: checkId } }),
  };
}

/** Without its trace, which tells of the machine and not of what was judged. */
function ofError({ code, message, checkId, resourceId, count }: ErrorTrace): object {
  const times = count > 1 ? ` (${counted(count, 'time')})` : '';
  return {
    ...notification('error', `${code}: ${message}${times}`, code, checkId),
    ...(resourceId === '' ? {} : { locations: [locationOf(resourceId, resourceId)] }),
  };
}

function ofFailure({ code, message }: SafeError): object {
  return notification('error', `${code}: ${message}`, code);
}

function ofRefusal({ subscriptionId, type, reason, detail, permission }: Refusal): object {
  const where = [type, subscriptionId].filter((part) => part !== '').join(' in ') || 'What was asked for';
  const missing = permission === '' ? '' : `; missing ${permission}`;
  return notification('warning', `${where} could not be read (${reason}): ${detail}${missing}`, reason);
}

function ofSwitchedOff({ checkId, reason }: SwitchedOff): object {
  return notification('note', `${checkId} is switched off: ${reason}`, 'switchedOff', checkId);
}

/** How the scan went. Successful is only the one that saw and judged all that was asked for. */
export function invocationOf({ scan, errors, refused, notices, switchedOff }: Report): object {
  const { status, startedAt, finishedAt, error } = scan;
  return {
    executionSuccessful: status === 'completed',
    ...(startedAt === null ? {} : { startTimeUtc: startedAt }),
    ...(finishedAt === null ? {} : { endTimeUtc: finishedAt }),
    toolExecutionNotifications: [
      ...(error === null ? [] : [ofFailure(error)]),
      ...errors.map(ofError),
      ...refused.map(ofRefusal),
      ...notices.map((text) => notification('warning', text)),
    ],
    toolConfigurationNotifications: switchedOff.map(ofSwitchedOff),
    properties: { status },
  };
}
