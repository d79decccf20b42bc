import type { Row } from '../../../lib/model/row.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/sql/resource-manager/Microsoft.Sql/stable/2023-08-01/examples/FirewallRuleList.json
export const rule = (name: string, startIpAddress: unknown, endIpAddress: unknown): Row => ({
  id: `/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/rg/providers/Microsoft.Sql/servers/server/firewallRules/${name}`,
  name,
  type: 'Microsoft.Sql/servers/firewallRules',
  properties: { startIpAddress, endIpAddress },
});

export const azure = rule('AllowAllWindowsAzureIps', '0.0.0.0', '0.0.0.0');
export const office = rule('office', '203.0.113.0', '203.0.113.255');
export const everyone = rule('everyone', '0.0.0.0', '255.255.255.255');

const notInternet = 'expected not to add up to the internet';
const noSwitch = 'expected no rule 0.0.0.0 - 0.0.0.0';
const shownAzure = 'AllowAllWindowsAzureIps 0.0.0.0 - 0.0.0.0';

type Rules = readonly (readonly [rules: readonly Row[], text: string])[];

/** What the rules of any database server come to, whether they admit the internet. */
export const internetRules: Readonly<Record<'pass' | 'fail' | 'unknown', Rules>> = {
  pass: [
    [[], `firewallRules is []; ${notInternet}`],
    [[office, azure], `firewallRules is ["office 203.0.113.0 - 203.0.113.255","${shownAzure}"]; ${notInternet}`],
    [
      [rule('nobody', '224.0.0.0', '255.255.255.255')],
      `firewallRules is ["nobody 224.0.0.0 - 255.255.255.255"]; ${notInternet}`,
    ],
  ],
  fail: [
    [
      [everyone, everyone],
      `firewallRules is ["everyone 0.0.0.0 - 255.255.255.255","everyone 0.0.0.0 - 255.255.255.255"]; ${notInternet}`,
    ],
    [
      [rule('low', '0.0.0.1', '127.255.255.255'), rule('high', '128.0.0.0', '255.255.255.254')],
      `firewallRules is ["low 0.0.0.1 - 127.255.255.255","high 128.0.0.0 - 255.255.255.254"]; ${notInternet}`,
    ],
  ],
  unknown: [
    [[rule('odd', 'any', '0.0.0.0')], 'malformed: firewallRules[odd] is "any - 0.0.0.0", not a range of addresses'],
    [[rule('open', '0.0.0.0', null)], 'malformed: properties.endIpAddress of a firewall rule is not set'],
    [[rule('open', 0, '0.0.0.0')], 'malformed: properties.startIpAddress is 0, not text'],
    [[{ ...office, name: null }], 'malformed: name of a firewall rule is not set'],
  ],
};

/** … and whether they admit all of Azure. */
export const azureRules: Readonly<Record<'pass' | 'fail' | 'unknown', Rules>> = {
  pass: [
    [[], `firewallRules is []; ${noSwitch}`],
    [[office], `firewallRules is ["office 203.0.113.0 - 203.0.113.255"]; ${noSwitch}`],
    // Both ends have to be the marker.
    [[rule('next', '0.0.0.0', '0.0.0.1')], `firewallRules is ["next 0.0.0.0 - 0.0.0.1"]; ${noSwitch}`],
  ],
  fail: [
    [[azure, azure], `firewallRules is ["${shownAzure}","${shownAzure}"]; ${noSwitch}`],
    [
      [office, { ...azure, name: 'renamed' }, azure],
      `firewallRules is ["renamed 0.0.0.0 - 0.0.0.0","${shownAzure}"]; ${noSwitch}`,
    ],
  ],
  unknown: [[[rule('open', null, '0.0.0.0')], 'malformed: properties.startIpAddress of a firewall rule is not set']],
};
