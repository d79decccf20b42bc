import { define, MalformedError } from '../define.ts';
import { fail, notApplicable, observedText, pass, textAt, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { auditing, sqlServer } from './needs.ts';
import { outsideSynapse } from './outsideSynapse.ts';
import { judgeReported } from './reported.ts';

const judgeState = (settings: Row) =>
  judgeReported(settings, 'properties.state', { safe: ['Enabled'], unsafe: ['Disabled'] });

/** Empty or absent without storage. */
function goesToStorage(settings: Row): boolean {
  const path = 'properties.storageEndpoint';
  const endpoint = textAt(settings, path) ?? '';
  if (endpoint !== '' && !endpoint.startsWith('https://')) {
    throw new MalformedError(`${path} is ${observedText(endpoint)}, not an address`);
  }
  return endpoint !== '';
}

export const auditingEnabled = define({
  id: 'sql-auditing',
  title: 'Logins and queries are audited',
  severity: 'high',
  why: 'Without an audit log nobody can tell who read or changed what, neither during an attack nor after it.',
  fix: {
    text: 'Turn on auditing of the server to a workspace, an event hub or a storage account.',
    cli: 'az sql server audit-policy update --subscription {subscription} --resource-group {resourceGroup} --name {name} --state Enabled --log-analytics-target-state Enabled --log-analytics-workspace-resource-id WORKSPACE_ID',
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/auditing-overview',
  absent: 'Unknown without a state: every server reports one. Fails without a destination: nothing is written.',
  policies: ['a6fb4358-5bf4-4ad7-ba82-2cd2f41ce5e9'],
  on: sqlServer,
  applies: outsideSynapse,
  needs: { settings: auditing },
  evaluate(_server, { settings }) {
    const state = judgeState(settings);
    if (state.verdict === 'fail' || goesToStorage(settings)) return state;
    // Sent on to a workspace or an event hub by a diagnostic setting of master, which is not followed:
    // https://learn.microsoft.com/rest/api/sql/server-blob-auditing-policies/get
    const path = 'properties.isAzureMonitorTargetEnabled';
    const value = valueAt(settings, path);
    const judge = value === true ? pass : fail;
    return judge(path, observedText(value), 'true, or a storageEndpoint');
  },
});

const enoughDays = 90;

export const auditingRetention = define({
  id: 'sql-auditing-retention',
  title: 'Audit logs in storage are kept for 90 days',
  severity: 'low',
  why: 'Intrusions are often noticed months later, when shorter logs are gone.',
  fix: {
    text: 'Keep audit logs for at least 90 days; 0 keeps them for good.',
    cli: 'az sql server audit-policy update --subscription {subscription} --resource-group {resourceGroup} --name {name} --state Enabled --retention-days 90',
  },
  reference: 'https://learn.microsoft.com/azure/azure-sql/database/auditing-setup',
  absent: 'Passes: the default is 0, which keeps logs for good. Not applicable where nothing is written to storage.',
  policies: ['89099bee-89e0-4b26-a5f4-165451757743'],
  on: sqlServer,
  applies: outsideSynapse,
  needs: { settings: auditing },
  evaluate(_server, { settings }) {
    if (judgeState(settings).verdict === 'fail') return notApplicable('auditing is off, which sql-auditing shows');
    if (!goesToStorage(settings)) return notApplicable('audit logs do not go to a storage account');
    const path = 'properties.retentionDays';
    const days = valueAt(settings, path) ?? 0;
    if (typeof days !== 'number') throw new MalformedError(`${path} is ${observedText(days)}, not a number`);
    const judge = days === 0 || days >= enoughDays ? pass : fail;
    const observed = valueAt(settings, path) === undefined ? 'not set (default 0)' : String(days);
    return judge(path, observed, `0 (for good) or at least ${String(enoughDays)}`);
  },
});
