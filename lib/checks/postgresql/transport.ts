import { define, MalformedError } from '../define.ts';
import { minimumTls as minimumTlsOf } from '../minimumTls.ts';
import { anyOf, fail, observedText, pass } from '../property.ts';
import type { TlsVersion } from '../../model/parameters.ts';
import { configurations, postgresqlServer } from './needs.ts';
import { judgeOn, parameter, pathOf } from './parameter.ts';
import { setParameter } from './setParameter.ts';

export const secureTransport = define({
  id: 'postgresql-secure-transport',
  title: 'Connections are encrypted',
  severity: 'high',
  why: 'Whoever sits between client and server otherwise reads passwords and data, or changes them.',
  fix: {
    text: 'Set require_secure_transport to on. Clients without TLS are refused from then on.',
    cli: setParameter('require_secure_transport', 'on'),
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-tls',
  absent: 'Unknown: every version has the parameter.',
  policies: ['c29c38cb-74a7-4505-9a06-e588ab86620a'],
  on: postgresqlServer,
  needs: { configurations },
  evaluate: (_server, { configurations: list }) => judgeOn(list, 'require_secure_transport'),
});

// PostgreSQL's own names, https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SSL-MIN-PROTOCOL-VERSION
const spell = (version: TlsVersion): string => (version === '1.0' ? 'TLSv1' : `TLSv${version}`);

export const minimumTls = define({
  id: 'postgresql-minimum-tls',
  title: 'Connections use TLS 1.2 or later',
  severity: 'medium',
  why: 'Earlier versions of TLS are broken and must not be used.',
  fix: {
    text: 'Set ssl_min_protocol_version to TLSv1.2 or, where all clients know it, TLSv1.3.',
    cli: setParameter('ssl_min_protocol_version', 'TLSv1.2'),
  },
  reference: 'https://learn.microsoft.com/azure/postgresql/security/security-tls',
  absent: 'Unknown: every version has the parameter.',
  policies: ['a43d5475-c569-45ce-a268-28fa79f4e87a'],
  on: postgresqlServer,
  parameters: ['acceptedTlsVersions'],
  needs: { configurations },
  evaluate(_server, { configurations: list }, _at, parameters) {
    const name = 'ssl_min_protocol_version';
    const value = parameter(list, name);
    const { safe, unsafe } = minimumTlsOf(spell, parameters);
    const is = (version: string) => version.toLowerCase() === value.toLowerCase();
    const expected = anyOf(safe);
    if (safe.some(is)) return pass(pathOf(name), observedText(value), expected);
    // Empty allows any.
    if (value === '' || unsafe.some(is)) return fail(pathOf(name), observedText(value), expected);
    throw new MalformedError(`${pathOf(name)} is ${observedText(value)}, a version that is not known`);
  },
});
