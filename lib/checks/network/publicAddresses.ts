import { define } from '../define.ts';
import { fail, isOneOf, observedText, pass } from '../property.ts';
import { loadBalancer, publicAddress } from './needs.ts';
import { dependOnAbsence, has, namedId, propertiesOf } from './reach/rows.ts';

const uses = ['ipConfiguration', 'natGateway'] as const;

export const publicAddressInUse = define({
  id: 'network-public-ip-unassociated',
  title: 'The public IP address is in use',
  severity: 'low',
  why: 'An address that nothing uses costs money, keeps its DNS name pointing nowhere, and opens whatever is given it next.',
  fix: {
    text: 'Delete the address once no DNS record and no allow list names it.',
    cli: 'az network public-ip delete --ids {id}',
  },
  reference: 'https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses',
  absent: 'Fails: the address belongs neither to an IP configuration nor to a NAT gateway.',
  on: publicAddress,
  needs: {},
  evaluate(address) {
    const expected = 'an IP configuration or a NAT gateway';
    const properties = propertiesOf(address);
    for (const name of uses) {
      const id = has(properties, name) ? namedId(properties, name) : undefined;
      if (id !== undefined) return pass(`properties.${name}.id`, observedText(id), expected);
    }
    for (const name of uses) dependOnAbsence(address, `properties.${name}`);
    return fail('properties.ipConfiguration', 'not set', expected);
  },
});

export const publicAddressSku = define({
  id: 'network-public-ip-sku',
  title: 'The public IP address is of a SKU that stays',
  severity: 'medium',
  why: 'Azure retired Basic addresses on 30 September 2025, and they are open until a network security group closes them; Standard ones are closed until one opens them.',
  fix: {
    text: 'Upgrade the address to Standard, and allow the traffic that it needs in a network security group.',
    cli: 'az network public-ip update --ids {id} --sku Standard',
    set: { path: 'sku.name', value: 'Standard' },
  },
  reference: 'https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-basic-upgrade-guidance',
  absent: 'Fails: without a SKU an address is Basic.',
  on: publicAddress,
  needs: {},
  evaluate: (address) =>
    isOneOf(address, 'sku.name', { safe: ['Standard', 'StandardV2'], unsafe: ['Basic'], absentIs: 'Basic' }),
});

export const loadBalancerSku = define({
  id: 'network-load-balancer-sku',
  title: 'The load balancer is of a SKU that stays',
  severity: 'medium',
  why: 'Azure retired Basic load balancers on 30 September 2025; what stands behind one is open unless a network security group closes it.',
  fix: { text: 'Upgrade the load balancer to Standard, with a network security group before what stands behind it.' },
  reference: 'https://learn.microsoft.com/azure/load-balancer/load-balancer-basic-upgrade-guidance',
  absent: 'Fails: without a SKU a load balancer is Basic.',
  on: loadBalancer,
  needs: {},
  evaluate: (balancer) =>
    isOneOf(balancer, 'sku.name', { safe: ['Standard', 'Gateway'], unsafe: ['Basic'], absentIs: 'Basic' }),
});
