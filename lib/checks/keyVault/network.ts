import { define } from '../define.ts';
import { fail, isOneOf, notApplicable, observedText, pass, rowsAt, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { vault } from './needs.ts';
import { judgePublicAccess, publicAccessOf } from './publicAccess.ts';

const judgeDefaultAction = (subject: Row): Verdict =>
  isOneOf(subject, 'properties.networkAcls.defaultAction', { safe: ['Deny'], unsafe: ['Allow'], absentIs: 'Allow' });

export const publicNetworkAccess = define({
  id: 'keyvault-public-network-access',
  title: 'The public endpoint is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves a stolen token or password useless outside your networks.',
  fix: {
    text: 'Reach the vault through private endpoints or a network security perimeter, then disable public network access.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --public-network-access Disabled',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/general/network-security#public-access-disabled-private-endpoint-only',
  absent: 'Fails: the default is enabled.',
  policies: ['405c5871-3e91-4644-8a63-58e19d68ff5b'],
  on: vault,
  needs: {},
  evaluate: judgePublicAccess,
});

export const defaultNetworkAction = define({
  id: 'keyvault-default-network-action',
  title: 'Networks are refused unless allowed',
  severity: 'high',
  why: 'While the default is to allow, every network on the internet reaches the vault and its rules have no effect.',
  fix: {
    text: 'Allow the networks that need the vault, then set the default action to Deny.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --default-action Deny',
    set: { path: 'properties.networkAcls.defaultAction', value: 'Deny' },
  },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/network-security#firewall-settings',
  absent: 'Fails: the firewall is off by default. Passes all the same where public network access is off.',
  policies: ['55615ac9-af46-4a59-874e-391cc3dfb490'],
  on: vault,
  needs: {},
  evaluate(subject) {
    const verdict = judgeDefaultAction(subject);
    if (verdict.verdict === 'pass') return verdict;
    const closed = judgePublicAccess(subject);
    return closed.verdict === 'pass' ? closed : verdict;
  },
});

export const trustedServices = define({
  id: 'keyvault-trusted-services',
  title: 'Trusted Microsoft services get past the firewall',
  severity: 'low',
  why: 'Storage, disks and others fetch your key from networks that no rule can name; they still need permission. Shut out, what they encrypt becomes unreadable.',
  fix: {
    text: 'Let trusted Microsoft services bypass the firewall.',
    cli: 'az keyvault update --subscription {subscription} --resource-group {resourceGroup} --name {name} --bypass AzureServices',
    set: { path: 'properties.networkAcls.bypass', value: 'AzureServices' },
  },
  reference:
    'https://learn.microsoft.com/azure/key-vault/general/network-security#key-vault-firewall-enabled-trusted-services-only',
  absent: 'Passes: the default is AzureServices. Not applicable where every network is allowed or a perimeter decides.',
  on: vault,
  needs: {},
  evaluate(subject) {
    const access = publicAccessOf(subject);
    if (access === 'SecuredByPerimeter') return notApplicable('a network security perimeter decides alone');
    const verdict = isOneOf(subject, 'properties.networkAcls.bypass', {
      safe: ['AzureServices'],
      unsafe: ['None'],
      absentIs: 'AzureServices',
    });
    // The bypass holds for a disabled endpoint as well, whatever the default action.
    const open = access === 'Enabled' && verdict.verdict === 'fail' && judgeDefaultAction(subject).verdict === 'fail';
    return open ? notApplicable('every network is allowed: there is no firewall to get past') : verdict;
  },
});

export const privateEndpoints = define({
  id: 'keyvault-private-endpoints',
  title: 'The vault has an approved private endpoint',
  severity: 'medium',
  why: 'Through a private endpoint traffic stays on the Azure backbone, and the public endpoint can be closed.',
  fix: { text: 'Create a private endpoint for the vault, approve the connection and link the private DNS zone.' },
  reference: 'https://learn.microsoft.com/azure/key-vault/general/private-link-service',
  absent: 'Fails: no connection is listed, so there is none.',
  policies: ['a6abeaec-4d90-4a02-805f-6b26c4d3fbe9'],
  on: vault,
  needs: {},
  evaluate(subject) {
    const list = 'properties.privateEndpointConnections';
    const status = 'properties.privateLinkServiceConnectionState.status';
    const connections = rowsAt(subject, list);
    if (connections === undefined || connections.length === 0) {
      return fail(list, observedText(connections), 'an "Approved" connection');
    }
    const states = connections.map((connection) => textAt(connection, status));
    // Pending, rejected and disconnected ones carry no traffic.
    const judge = states.includes('Approved') ? pass : fail;
    return judge(`${list}[].${status}`, states.map(observedText).join(', '), 'an "Approved" connection');
  },
});
