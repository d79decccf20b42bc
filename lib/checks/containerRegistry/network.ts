import { define, MalformedError } from '../define.ts';
import { fail, isOneOf, observedText, pass, rowsAt, textAt } from '../property.ts';
import { blockOf, coversInternet } from '../sql/addressRanges.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { registry } from './needs.ts';

const judgePublicAccess = (one: Row): Verdict =>
  isOneOf(one, 'properties.publicNetworkAccess', { safe: ['Disabled'], unsafe: ['Enabled'], absentIs: 'Enabled' });

export const publicNetworkAccess = define({
  id: 'containerregistry-public-network-access',
  title: 'The public endpoint is closed',
  severity: 'medium',
  why: 'A closed endpoint leaves stolen credentials useless outside your networks.',
  fix: {
    text: 'Reach the registry through private endpoints, which the Premium tier has, then disable public network access.',
    cli: 'az acr update --ids {id} --public-network-enabled false',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints',
  absent: 'Fails: by default a registry accepts connections from any network.',
  policies: ['0fdf0491-d080-4575-b627-ad0e843cba0f'],
  on: registry,
  needs: {},
  evaluate: judgePublicAccess,
});

function blockOfRule(rule: Row, path: string) {
  const value = textAt(rule, 'value');
  if (value === undefined) throw new MalformedError(`${path} is not set`);
  return blockOf(value, path);
}

function judgeRules(one: Row): Verdict {
  const path = 'properties.networkRuleSet.ipRules';
  const rules = rowsAt(one, path) ?? [];
  const internet = coversInternet(rules.map((rule) => blockOfRule(rule, `${path}[].value`)));
  const values = observedText(rules.map((rule) => textAt(rule, 'value')));
  return internet
    ? fail(`${path}[].value`, values, 'not to add up to the internet')
    : pass('properties.networkRuleSet.defaultAction', '"Deny"', '"Deny"');
}

export const networkRules = define({
  id: 'containerregistry-network-rules',
  title: 'Networks are refused unless allowed',
  severity: 'medium',
  why: 'While every network is allowed, the internet can try credentials on the registry.',
  fix: {
    text: 'Deny by default and allow the addresses that need the registry, or disable public network access. Both need the Premium tier.',
    cli: 'az acr update --ids {id} --default-action Deny',
    set: { path: 'properties.publicNetworkAccess', value: 'Disabled' },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks',
  absent:
    'Fails: by default a registry accepts connections from any network. Passes all the same where public network access is off.',
  policies: ['d0793b48-0edc-4296-a390-4c75d1bdfd71'],
  on: registry,
  needs: {},
  evaluate(one) {
    const closed = judgePublicAccess(one);
    if (closed.verdict === 'pass') return closed;
    const path = 'properties.networkRuleSet.defaultAction';
    const action = isOneOf(one, path, { safe: ['Deny'], unsafe: ['Allow'], absentIs: 'Allow' });
    return action.verdict === 'pass' ? judgeRules(one) : action;
  },
});

export const privateEndpoints = define({
  id: 'containerregistry-private-endpoints',
  title: 'The registry has an approved private endpoint',
  severity: 'medium',
  why: 'Through a private endpoint images stay on the Azure backbone, and the public endpoint can be closed.',
  fix: {
    text: 'Create a private endpoint for the registry, which the Premium tier allows, approve the connection and link the private DNS zone.',
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints',
  absent: 'Fails: no connection is listed, so there is none.',
  policies: ['e8eef0a8-67cf-4eb4-9386-14b0e78733d4'],
  on: registry,
  needs: {},
  evaluate(one) {
    const list = 'properties.privateEndpointConnections';
    const status = 'properties.privateLinkServiceConnectionState.status';
    const connections = rowsAt(one, list);
    if (connections === undefined || connections.length === 0) {
      return fail(list, observedText(connections), 'an "Approved" connection');
    }
    const states = connections.map((connection) => textAt(connection, status));
    const judge = states.includes('Approved') ? pass : fail;
    return judge(`${list}[].${status}`, states.map(observedText).join(', '), 'an "Approved" connection');
  },
});
