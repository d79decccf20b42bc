import type { CheckRows, CheckTables } from '../checkTable.ts';
import { refused } from '../given.ts';
import { server, withoutParameters, withParameters } from './server.ts';

const pathOf = (name: string): string => `configurations[${name}].properties.value`;
const denied = {
  subject: server(),
  reads: { configurations: refused('denied', 'AuthorizationFailed', 'the/action') },
};

/** Rows of a parameter that every version has and that should be on. */
function onRows(name: string): CheckRows {
  const is = `${pathOf(name)} is`;
  const lacking = name === 'require_secure_transport' ? withoutParameters : withParameters({});
  return {
    pass: [
      [withParameters({ [name]: 'on' }), `${is} "on"; expected "on"`],
      [withParameters({ [name]: 'ON' }), `${is} "ON"; expected "on"`],
    ],
    fail: [
      [withParameters({ [name]: 'off' }), `${is} "off"; expected "on"`],
      [withParameters({ [name]: 'OFF' }), `${is} "OFF"; expected "on"`],
    ],
    unknown: [
      [withParameters({ [name]: '' }), `malformed: ${is} "", which is none of "on", "off"`],
      [withParameters({ [name]: null }), `malformed: ${pathOf(name)} is not set`],
      [withParameters({ [name]: true }), 'malformed: properties.value is true, not text'],
      [lacking, `malformed: configurations do not hold ${name}`],
      [denied, 'denied: AuthorizationFailed'],
    ],
  };
}

const signIns = pathOf('log_connections');
const logged = 'expected "on", or authentication or authorization among what is logged';
const connections = (value: unknown) => withParameters({ log_connections: value });
const throttle = onRows('connection_throttle.enable');
const tls = pathOf('ssl_min_protocol_version');
const versions = 'expected "TLSv1.2" or "TLSv1.3"';
const minimum = (value: unknown) => withParameters({ ssl_min_protocol_version: value });
const days = pathOf('logfiles.retention_days');
const kept = (value: unknown, download: unknown = 'on') =>
  withParameters({ 'logfiles.download_enable': download, 'logfiles.retention_days': value });

export const parameterTables: CheckTables = {
  'postgresql-secure-transport': onRows('require_secure_transport'),
  'postgresql-log-checkpoints': onRows('log_checkpoints'),
  'postgresql-log-disconnections': onRows('log_disconnections'),
  'postgresql-log-connections': {
    pass: [
      [connections('on'), `${signIns} is "on"; ${logged}`],
      [connections('ON'), `${signIns} is "ON"; ${logged}`],
      [connections('all'), `${signIns} is "all"; ${logged}`],
      [connections('receipt, Authorization'), `${signIns} is "receipt, Authorization"; ${logged}`],
    ],
    fail: [
      [connections('off'), `${signIns} is "off"; ${logged}`],
      [connections(''), `${signIns} is ""; ${logged}`],
      // Where from and how long, but not who.
      [connections('receipt,setup_durations'), `${signIns} is "receipt,setup_durations"; ${logged}`],
    ],
    unknown: [
      [
        connections('authentication,everything'),
        `malformed: ${signIns} is "authentication,everything", of which "everything" is not known`,
      ],
      [connections(null), `malformed: ${signIns} is not set`],
      [withParameters({}), 'malformed: configurations do not hold log_connections'],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'postgresql-connection-throttling': {
    ...throttle,
    unknown: [
      [
        withParameters({ 'connection_throttle.enable': null }),
        `malformed: ${pathOf('connection_throttle.enable')} is not set`,
      ],
      // Not the whole list.
      [withoutParameters, 'malformed: configurations do not hold require_secure_transport'],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[withParameters({}), 'this version of PostgreSQL has no connection_throttle.enable']],
  },
  'postgresql-minimum-tls': {
    pass: [
      [minimum('TLSv1.2'), `${tls} is "TLSv1.2"; ${versions}`],
      [minimum('TLSV1.3'), `${tls} is "TLSV1.3"; ${versions}`],
    ],
    fail: [
      [minimum('TLSv1.1'), `${tls} is "TLSv1.1"; ${versions}`],
      [minimum('TLSv1'), `${tls} is "TLSv1"; ${versions}`],
      [minimum(''), `${tls} is ""; ${versions}`],
    ],
    unknown: [
      [minimum('TLSv1.4'), `malformed: ${tls} is "TLSv1.4", a version that is not known`],
      [minimum(null), `malformed: ${tls} is not set`],
      [withParameters({}), 'malformed: configurations do not hold ssl_min_protocol_version'],
      [denied, 'denied: AuthorizationFailed'],
    ],
  },
  'postgresql-log-retention': {
    pass: [
      [kept('4'), `${days} is "4"; expected at least 4`],
      [kept('7'), `${days} is "7"; expected at least 4`],
    ],
    fail: [
      [kept('3'), `${days} is "3"; expected at least 4`],
      [kept('1'), `${days} is "1"; expected at least 4`],
    ],
    unknown: [
      [kept('a week'), `malformed: ${days} is "a week", not a number`],
      [kept(null), `malformed: ${days} is not set`],
      [kept('7', null), `malformed: ${pathOf('logfiles.download_enable')} is not set`],
      [denied, 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[kept('3', 'off'), 'the server keeps no log files: logfiles.download_enable is off']],
  },
};
