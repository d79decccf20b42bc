import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed } from '../given.ts';
import { alone } from './network.ts';

const use = 'expected an IP configuration or a NAT gateway';
const address = (properties: Row, top: Row = {}) =>
  alone(changed({ id: '/ip', name: 'ip-web', sku: { name: 'Standard' }, properties }, top));
const sized = (sku: unknown) => address({}, { sku });
const skus = 'expected "Standard" or "StandardV2"';
const balancerSkus = 'expected "Standard" or "Gateway"';

const pools = 'properties.backendAddressPools';
const rules = 'properties.inboundNatRules';
const member = 'expected a backend pool with a member, or an inbound NAT rule with a target';
const balancer = (properties: Row) => alone({ id: '/lb', name: 'lb-web', sku: { name: 'Standard' }, properties });
const pool = (properties: Row) => ({ name: 'web', properties });
const card = { id: '/nic/ipConfigurations/main' };

export const addressTables: CheckTables = {
  'network-public-ip-unassociated': {
    pass: [
      [address({ ipConfiguration: card }), `properties.ipConfiguration.id is "${card.id}"; ${use}`],
      [address({ natGateway: { id: '/nat' } }), `properties.natGateway.id is "/nat"; ${use}`],
      [address({ ipConfiguration: null, natGateway: { id: '/nat' } }), `properties.natGateway.id is "/nat"; ${use}`],
    ],
    fail: [
      [address({}), `properties.ipConfiguration is not set; ${use}`],
      [address({ ipConfiguration: null, natGateway: null }), `properties.ipConfiguration is not set; ${use}`],
      // Part of a prefix is not used by anything yet.
      [address({ publicIPPrefix: { id: '/prefix' } }), `properties.ipConfiguration is not set; ${use}`],
    ],
    unknown: [
      [address({ ipConfiguration: {} }), 'malformed: ipConfiguration.id is not set, not a resource id'],
      [address({ ipConfiguration: 'yes' }), 'malformed: ipConfiguration is "yes", not an object'],
    ],
  },
  'network-public-ip-sku': {
    pass: [
      [sized({ name: 'Standard' }), `sku.name is "Standard"; ${skus}`],
      [sized({ name: 'StandardV2' }), `sku.name is "StandardV2"; ${skus}`],
    ],
    fail: [
      [sized({ name: 'Basic' }), `sku.name is "Basic"; ${skus}`],
      [sized({}), `sku.name is not set (default "Basic"); ${skus}`],
      [sized(undefined), `sku.name is not set (default "Basic"); ${skus}`],
      [sized(null), `sku.name is not set (default "Basic"); ${skus}`],
    ],
    unknown: [
      [
        sized({ name: 'Premium' }),
        'malformed: sku.name is "Premium", which is none of "Standard", "StandardV2", "Basic"',
      ],
    ],
  },
  'network-load-balancer-sku': {
    pass: [
      [sized({ name: 'Standard' }), `sku.name is "Standard"; ${balancerSkus}`],
      [sized({ name: 'Gateway' }), `sku.name is "Gateway"; ${balancerSkus}`],
    ],
    fail: [
      [sized({ name: 'Basic' }), `sku.name is "Basic"; ${balancerSkus}`],
      [sized(undefined), `sku.name is not set (default "Basic"); ${balancerSkus}`],
      [sized({ name: null }), `sku.name is not set (default "Basic"); ${balancerSkus}`],
    ],
    unknown: [
      [
        sized({ name: 'StandardV2' }),
        'malformed: sku.name is "StandardV2", which is none of "Standard", "Gateway", "Basic"',
      ],
    ],
  },
  'network-load-balancer-backend': {
    pass: [
      [
        balancer({ backendAddressPools: [pool({}), pool({ backendIPConfigurations: [card] })] }),
        `${pools} is 2 with 1 members; ${member}`,
      ],
      [
        balancer({ backendAddressPools: [pool({ loadBalancerBackendAddresses: [{ name: 'one' }] })] }),
        `${pools} is 1 with 1 members; ${member}`,
      ],
      [
        balancer({ backendAddressPools: [], inboundNatRules: [{ properties: { backendIPConfiguration: card } }] }),
        `${rules} is 1 with a target; ${member}`,
      ],
    ],
    fail: [
      [balancer({ backendAddressPools: [], inboundNatRules: [] }), `${pools} is none; ${member}`],
      [balancer({ backendAddressPools: null }), `${pools} is none; ${member}`],
      [balancer({}), `${pools} is none; ${member}`],
      [
        balancer({ backendAddressPools: [pool({ backendIPConfigurations: [] })] }),
        `${pools} is 1 without a member; ${member}`,
      ],
      [
        balancer({ backendAddressPools: [pool({})], inboundNatRules: [{ properties: {} }] }),
        `${pools} is 1 without a member; ${member}`,
      ],
    ],
    unknown: [
      [balancer({ backendAddressPools: {} }), `malformed: ${pools} is {}, not a list`],
      [
        balancer({ backendAddressPools: [pool({ backendIPConfigurations: 'one' })] }),
        'malformed: properties.backendIPConfigurations is "one", not a list',
      ],
    ],
  },
};
