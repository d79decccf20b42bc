import { define } from '../define.ts';
import { minimumTls as minimumTlsOf } from '../minimumTls.ts';
import { isOneOf, isTrue } from '../property.ts';
import { site, webConfig } from './needs.ts';

const tlsPage = 'https://learn.microsoft.com/azure/app-service/overview-tls';
const noTls = 'Fails, as in the built-in policy: new apps get 1.2, but nothing says what an app without one accepts.';

export const httpsOnly = define({
  id: 'appservice-https-only',
  title: 'Plain HTTP is redirected to HTTPS',
  severity: 'high',
  why: 'Over plain HTTP anyone on the way reads and changes what is sent, cookies and tokens included.',
  fix: {
    text: 'Turn on HTTPS Only. Requests over HTTP are redirected from then on.',
    cli: 'az webapp update --ids {id} --https-only true',
    set: { path: 'properties.httpsOnly', value: true },
  },
  reference: 'https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-https',
  absent: 'Fails: by default an app also answers over HTTP.',
  policies: ['a4af4a39-4135-47fb-b175-47fbdf85311d', '6d555dd1-86f2-4f1c-8ed7-5abae7c6cbab'],
  on: site,
  needs: {},
  evaluate: (subject) => isTrue(subject, 'properties.httpsOnly', { absentIs: false }),
});

export const minimumTls = define({
  id: 'appservice-minimum-tls',
  title: 'Clients must use TLS 1.2 or later',
  severity: 'medium',
  why: 'TLS 1.0 and 1.1 have known weaknesses that let someone on the way read or change what is sent.',
  fix: {
    text: 'Set the minimum inbound TLS version to 1.2. Older clients are refused from then on.',
    cli: 'az webapp config set --ids {id} --min-tls-version 1.2',
  },
  reference: `${tlsPage}#minimum-tls-version-and-scm-minimum-tls-version`,
  absent: noTls,
  policies: ['f0e6e85b-9b9f-4a4b-b67b-f730d42f1b0b', 'f9d614c5-c173-4d56-95a7-b4437057d193'],
  on: site,
  parameters: ['acceptedTlsVersions'],
  needs: { config: webConfig },
  evaluate: (_site, { config }, _at, parameters) =>
    isOneOf(
      config,
      'properties.minTlsVersion',
      minimumTlsOf((version) => version, parameters),
    ),
});

export const scmMinimumTls = define({
  id: 'appservice-scm-minimum-tls',
  title: 'The deployment site demands TLS 1.2 or later',
  severity: 'medium',
  why: 'Code and publishing credentials pass through the SCM site, which has a minimum of its own.',
  fix: {
    text: 'Set the SCM minimum TLS version to 1.2. Older deployment clients are refused from then on.',
    cli: 'az resource update --ids {id}/config/web --set properties.scmMinTlsVersion=1.2',
  },
  reference: `${tlsPage}#minimum-tls-version-and-scm-minimum-tls-version`,
  absent: 'Fails: new apps get 1.2, but nothing says what an app without one accepts.',
  on: site,
  parameters: ['acceptedTlsVersions'],
  needs: { config: webConfig },
  evaluate: (_site, { config }, _at, parameters) =>
    isOneOf(
      config,
      'properties.scmMinTlsVersion',
      minimumTlsOf((version) => version, parameters),
    ),
});

export const tls13 = define({
  id: 'appservice-tls-1-3',
  title: 'Clients must use TLS 1.3',
  severity: 'low',
  why: 'Only TLS 1.3 can carry a key exchange that withstands quantum computers; what is recorded under TLS 1.2 may be decrypted later.',
  fix: {
    text: 'Where every client can follow, set the minimum inbound TLS version to 1.3; others are refused from then on.',
    cli: 'az webapp config set --ids {id} --min-tls-version 1.3',
  },
  reference: `${tlsPage}#tls-13`,
  absent: noTls,
  on: site,
  needs: { config: webConfig },
  evaluate: (_site, { config }) =>
    isOneOf(config, 'properties.minTlsVersion', { safe: ['1.3'], unsafe: ['1.0', '1.1', '1.2'] }),
});
