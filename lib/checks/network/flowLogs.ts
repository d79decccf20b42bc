import { define, MalformedError } from '../define.ts';
import { fail, isTrue, notApplicable, observedText, pass, textAt, valueAt } from '../property.ts';
import { defaultParameters } from '../../model/parameters.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { flowLog } from './needs.ts';
import { flagAt } from './parts.ts';
import { requiredText } from './reach/rows.ts';

export const flowLogEnabled = define({
  id: 'network-flow-log-enabled',
  title: 'The flow log is switched on',
  severity: 'medium',
  why: 'A flow log that is off looks like monitoring and records nothing.',
  fix: {
    text: 'Enable the flow log, or delete it where nothing is to be logged.',
    set: { path: 'properties.enabled', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-manage',
  absent: 'Fails: not set is taken as off.',
  policies: ['27960feb-a23c-4577-8d36-ef8b5f35e0be'],
  on: flowLog,
  needs: {},
  evaluate: (log) => isTrue(log, 'properties.enabled'),
});

const isOff = (log: Row): boolean => flagAt(log, 'properties.enabled') !== true;
const off = notApplicable('the flow log is off');

const usualDays = defaultParameters.flowLogDays;

function judgeRetention(log: Row, fewestDays: number): Verdict {
  const path = 'properties.retentionPolicy.days';
  const expected = `0 (for ever) or at least ${String(fewestDays)}`;
  // Without a policy records stay until someone deletes them, and so they do with 0 days.
  if (flagAt(log, 'properties.retentionPolicy.enabled') !== true) {
    return pass(
      'properties.retentionPolicy.enabled',
      observedText(valueAt(log, 'properties.retentionPolicy.enabled')),
      `false, or ${String(fewestDays)} days`,
    );
  }
  const days = valueAt(log, path) ?? 0;
  if (typeof days !== 'number') throw new MalformedError(`${path} is ${observedText(days)}, not a number`);
  return (days === 0 || days >= fewestDays ? pass : fail)(path, String(days), expected);
}

export const flowLogRetention = define({
  id: 'network-flow-log-retention',
  title: 'Flow logs are kept for 90 days',
  severity: 'medium',
  why: 'Intrusions are found months later; without the records nobody can tell what was reached and what left.',
  fix: {
    text: 'Keep flow logs for 90 days or more; they cost storage.',
    set: { path: 'properties.retentionPolicy.days', value: usualDays },
  },
  reference: 'https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-manage#create-a-flow-log',
  absent: 'Passes: without a retention policy, and with 0 days, records are kept until they are deleted.',
  on: flowLog,
  parameters: ['flowLogDays'],
  needs: {},
  evaluate: (log, _data, _at, { flowLogDays }) => (isOff(log) ? off : judgeRetention(log, flowLogDays)),
});

export const flowLogAnalytics = define({
  id: 'network-flow-log-analytics',
  title: 'Traffic analytics reads the flow log',
  severity: 'low',
  why: 'Raw records are files that nobody opens; traffic analytics shows hostile addresses, open ports and unusual flows.',
  fix: {
    text: 'Turn on traffic analytics for the flow log with a Log Analytics workspace; it is paid by the gigabyte.',
  },
  reference: 'https://learn.microsoft.com/azure/network-watcher/traffic-analytics',
  absent: 'Fails: not set means that traffic analytics is off.',
  policies: ['2f080164-9f4d-497e-9db6-416dc9f7b48a'],
  on: flowLog,
  needs: {},
  evaluate: (log) =>
    isOff(log)
      ? off
      : isTrue(log, 'properties.flowAnalyticsConfiguration.networkWatcherFlowAnalyticsConfiguration.enabled'),
});

export const flowLogRetirement = define({
  id: 'network-flow-log-retirement',
  title: 'The flow log is of a kind that stays',
  severity: 'low',
  why: 'Azure deletes flow logs of network security groups on 30 September 2027, and new ones can no longer be created.',
  fix: { text: 'Create a flow log of the virtual network, then delete that of the network security group.' },
  reference: 'https://learn.microsoft.com/azure/network-watcher/nsg-flow-logs-migrate',
  absent: 'Unknown: every flow log names what it logs.',
  on: flowLog,
  needs: {},
  evaluate(log) {
    const path = 'properties.targetResourceId';
    const target = requiredText(log, path);
    const type = /\/providers\/microsoft\.network\/([^/]+)\//i.exec(target)?.[1] ?? '';
    if (type === '') throw new MalformedError(`${path} is ${observedText(target)}, not a network resource`);
    const expected = 'a virtual network, subnet or interface';
    return (type.toLowerCase() === 'networksecuritygroups' ? fail : pass)(
      path,
      observedText(textAt(log, path)),
      expected,
    );
  },
});
