import { expect, it } from 'vitest';
import { idOfType, subscriptionOf } from '../../lib/collect/typedId.ts';

const vnet = '/subscriptions/s1/resourcegroups/rg/providers/microsoft.network/virtualnetworks/v1';

it.each([
  ['the resource itself', vnet, 'microsoft.network/virtualnetworks', vnet],
  ['in any case', vnet.toUpperCase(), 'microsoft.network/virtualnetworks', vnet],
  ['what lies in it', `${vnet}/subnets/Web`, 'microsoft.network/virtualnetworks', vnet],
  ['a nested type', `${vnet}/subnets/Web`, 'microsoft.network/virtualnetworks/subnets', `${vnet}/subnets/web`],
  [
    'an extension of another resource',
    `${vnet}/providers/Microsoft.Security/assessments/a1`,
    'microsoft.security/assessments',
    `${vnet}/providers/microsoft.security/assessments/a1`,
  ],
])('finds %s', (_name, id, type, expected) => {
  expect(idOfType(id, type)).toBe(expected);
});

it.each([
  ['another type', `${vnet}/subnets/web`, 'microsoft.network/loadbalancers'],
  ['another provider', vnet, 'microsoft.compute/virtualnetworks'],
  [
    'a type without its name',
    '/subscriptions/s1/providers/microsoft.network/virtualnetworks',
    'microsoft.network/virtualnetworks',
  ],
  ['a nested type that it lacks', vnet, 'microsoft.network/virtualnetworks/subnets'],
  ['no id', 'v1', 'microsoft.network/virtualnetworks'],
])('passes over %s', (_name, id, type) => {
  expect(idOfType(id, type)).toBeUndefined();
});

it('tells the subscription of an id', () => {
  expect(subscriptionOf('/Subscriptions/ABC/resourceGroups/x')).toBe('abc');
  expect(subscriptionOf('/providers/Microsoft.Management/managementGroups/root')).toBe('');
});
