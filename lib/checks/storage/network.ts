import { define } from '../define.ts';
import { fail, isOneOf, notApplicable, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { storageAccount } from './needs.ts';

// A network security perimeter decides alone what reaches a SecuredByPerimeter account:
// https://learn.microsoft.com/azure/storage/common/storage-network-security-perimeter
const judgePublicAccess = (account: Row): Verdict =>
  isOneOf(account, 'properties.publicNetworkAccess', {
    safe: ['Disabled', 'SecuredByPerimeter'],
    unsafe: ['Enabled'],
    absentIs: 'Enabled',
  });

const judgeDefaultAction = (account: Row): Verdict =>
  isOneOf(account, 'properties.networkAcls.defaultAction', { safe: ['Deny'], unsafe: ['Allow'], absentIs: 'Allow' });

export const publicNetworkAccess = define({
  id: 'storage-public-network-access',
  title: 'The public endpoint is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves a stolen key, SAS or token useless outside your networks.',
  fix: {
    text: 'Reach the account through private endpoints or a network security perimeter, then disable public network access.',
    cli: 'az storage account update --ids {id} --public-network-access Disabled',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-network-security-set-default-access',
  absent: 'Fails: by default an account accepts connections from any network.',
  policies: ['b2982f36-99f2-4db5-8eff-283140c09693'],
  on: storageAccount,
  needs: {},
  evaluate: judgePublicAccess,
});

export const defaultNetworkAction = define({
  id: 'storage-default-network-action',
  title: 'Networks are refused unless allowed',
  severity: 'high',
  why: 'While the default is to allow, every network on the internet reaches the account and network rules have no effect.',
  fix: {
    text: 'Allow the networks that need the account, then set the default action to Deny.',
    cli: 'az storage account update --ids {id} --default-action Deny',
    set: { path: 'properties.networkAcls.defaultAction', value: 'Deny' },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-network-security-set-default-access',
  absent: 'Fails: the default action is Allow. Passes all the same where public network access is off.',
  policies: ['34c877ad-507e-4c82-993e-3452a6e0ad3c'],
  on: storageAccount,
  needs: {},
  evaluate(account) {
    const verdict = judgeDefaultAction(account);
    if (verdict.verdict === 'pass') return verdict;
    const closed = judgePublicAccess(account);
    return closed.verdict === 'pass' ? closed : verdict;
  },
});

export const trustedServices = define({
  id: 'storage-trusted-services',
  title: 'Trusted Microsoft services get past the network rules',
  severity: 'low',
  why: 'Backup, logging and other services come from networks that no rule can name; they still have to authenticate. Shut out, they fail without a word.',
  fix: {
    text: 'Add AzureServices to the exceptions of the network rules.',
    cli: 'az storage account update --ids {id} --bypass AzureServices',
    set: { path: 'properties.networkAcls.bypass', value: 'AzureServices' },
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-network-security-trusted-azure-services',
  absent: 'Passes: the default is AzureServices. Not applicable where every network is allowed.',
  policies: ['c9d007d0-c057-4772-b18c-01e546713bcd'],
  on: storageAccount,
  needs: {},
  evaluate(account) {
    const path = 'properties.networkAcls.bypass';
    const expected = 'to hold AzureServices';
    const bypass = textAt(account, path);
    const exceptions = (bypass ?? 'AzureServices').split(',').map((name) => name.trim());
    const observed = bypass === undefined ? 'not set (default "AzureServices")' : observedText(bypass);
    if (exceptions.includes('AzureServices')) return pass(path, observed, expected);
    if (judgeDefaultAction(account).verdict === 'fail')
      return notApplicable('every network is allowed: there are no rules to get past');
    return fail(path, observed, expected);
  },
});

export const privateEndpoints = define({
  id: 'storage-private-endpoints',
  title: 'The account has an approved private endpoint',
  severity: 'medium',
  why: 'Through a private endpoint traffic stays on the Azure backbone, and the public endpoint can be closed.',
  fix: {
    text: 'Create a private endpoint for each service in use, approve the connection and link the private DNS zone.',
  },
  reference: 'https://learn.microsoft.com/azure/storage/common/storage-private-endpoints',
  absent: 'Fails: no connection is listed, so there is none.',
  policies: ['6edd7eda-6dd8-40f7-810d-67160c639cd9'],
  on: storageAccount,
  needs: {},
  evaluate(account) {
    const list = 'properties.privateEndpointConnections';
    const status = 'properties.privateLinkServiceConnectionState.status';
    const connections = rowsAt(account, list);
    if (connections === undefined || connections.length === 0) {
      return fail(list, observedText(connections), 'an "Approved" connection');
    }
    const states = connections.map((connection) => textAt(connection, status));
    // Pending, rejected and disconnected ones carry no traffic.
    const judge = states.includes('Approved') ? pass : fail;
    return judge(`${list}[].${status}`, states.map(observedText).join(', '), 'an "Approved" connection');
  },
});
