import { define, MalformedError } from '../define.ts';
import { fail, notApplicable, observedText, pass } from '../property.ts';
import { configurations, postgresqlServer } from './needs.ts';
import { isOn, judgeOn, parameter, parameterIfAny, pathOf } from './parameter.ts';
import { setParameter } from './setParameter.ts';

const reference = 'https://learn.microsoft.com/azure/postgresql/monitor/concepts-logging';
const always = 'Unknown: every version has the parameter.';

export const logCheckpoints = define({
  id: 'postgresql-log-checkpoints',
  title: 'Checkpoints are logged',
  severity: 'low',
  why: 'The log then shows when data reached the disk, which explains losses and bursts of writing.',
  fix: { text: 'Set log_checkpoints to on.', cli: setParameter('log_checkpoints', 'on') },
  reference,
  absent: always,
  policies: ['70be9e12-c935-49ac-9bd8-fd64b85c1f87'],
  on: postgresqlServer,
  needs: { configurations },
  evaluate: (_server, { configurations: list }) => judgeOn(list, 'log_checkpoints'),
});

// From version 18 on a list of what to log, of which these two name who signed in:
// https://www.postgresql.org/docs/18/runtime-config-logging.html#GUC-LOG-CONNECTIONS
const naming = ['all', 'authentication', 'authorization'];
const others = ['', 'receipt', 'setup_durations'];

function logsSignIns(name: string, value: string): boolean {
  const aspects = value
    .toLowerCase()
    .split(',')
    .map((aspect) => aspect.trim());
  if (aspects.length === 1 && ['on', 'off'].includes(aspects[0] ?? '')) return isOn(name, value);
  const stranger = aspects.find((aspect) => !naming.includes(aspect) && !others.includes(aspect));
  if (stranger === undefined) return aspects.some((aspect) => naming.includes(aspect));
  throw new MalformedError(
    `${pathOf(name)} is ${observedText(value)}, of which ${observedText(stranger)} is not known`,
  );
}

export const logConnections = define({
  id: 'postgresql-log-connections',
  title: 'Sign-ins are logged',
  severity: 'medium',
  why: 'Guessed passwords and logins from strange addresses otherwise leave no trace.',
  fix: { text: 'Set log_connections to on.', cli: setParameter('log_connections', 'on') },
  reference,
  absent: always,
  policies: ['086709ac-11b5-478d-a893-9567a16d2ae3'],
  on: postgresqlServer,
  needs: { configurations },
  evaluate(_server, { configurations: list }) {
    const name = 'log_connections';
    const value = parameter(list, name);
    const judge = logsSignIns(name, value) ? pass : fail;
    return judge(pathOf(name), observedText(value), '"on", or authentication or authorization among what is logged');
  },
});

export const logDisconnections = define({
  id: 'postgresql-log-disconnections',
  title: 'The end of sessions is logged',
  severity: 'low',
  why: 'With it the log shows how long an intruder was in.',
  fix: { text: 'Set log_disconnections to on.', cli: setParameter('log_disconnections', 'on') },
  reference,
  absent: always,
  policies: ['1d14b021-1bae-4f93-b36b-69695e14984a'],
  on: postgresqlServer,
  needs: { configurations },
  evaluate: (_server, { configurations: list }) => judgeOn(list, 'log_disconnections'),
});

export const connectionThrottling = define({
  id: 'postgresql-connection-throttling',
  title: 'Failed sign-ins slow their address down',
  severity: 'medium',
  why: 'Passwords can otherwise be guessed as fast as the server answers.',
  fix: { text: 'Set connection_throttle.enable to on.', cli: setParameter('connection_throttle.enable', 'on') },
  reference: 'https://learn.microsoft.com/azure/postgresql/server-parameters/concepts-server-parameters',
  absent: 'Not applicable: later versions of PostgreSQL have no such parameter.',
  on: postgresqlServer,
  needs: { configurations },
  evaluate(_server, { configurations: list }) {
    const name = 'connection_throttle.enable';
    if (parameterIfAny(list, name) !== undefined) return judgeOn(list, name);
    return notApplicable(`this version of PostgreSQL has no ${name}`);
  },
});

/** Days. The server keeps its files for 1 to 7, by default 3. */
const enoughDays = 4;

export const logRetention = define({
  id: 'postgresql-log-retention',
  title: 'Log files are kept for more than three days',
  severity: 'low',
  why: 'What happened over a long weekend is otherwise gone before anyone looks.',
  fix: {
    text: 'Set logfiles.retention_days to 7, or send the logs to a workspace as well.',
    cli: setParameter('logfiles.retention_days', '7'),
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/monitor/how-to-configure-server-logs',
  absent: always,
  on: postgresqlServer,
  needs: { configurations },
  evaluate(_server, { configurations: list }) {
    const download = 'logfiles.download_enable';
    if (!isOn(download, parameter(list, download)))
      return notApplicable(`the server keeps no log files: ${download} is off`);
    const name = 'logfiles.retention_days';
    const value = parameter(list, name);
    if (!/^\d+$/.test(value)) throw new MalformedError(`${pathOf(name)} is ${observedText(value)}, not a number`);
    const judge = Number(value) >= enoughDays ? pass : fail;
    return judge(pathOf(name), observedText(value), `at least ${String(enoughDays)}`);
  },
});
