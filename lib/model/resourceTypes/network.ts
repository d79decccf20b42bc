import type { ResourceTypes } from './resourceType.ts';

export const networkTypes: ResourceTypes = {
  'microsoft.network/networkinterfaces': {
    name: 'Microsoft.Network/networkInterfaces',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/networkInterfaces/read',
  },
  'microsoft.network/networksecuritygroups': {
    name: 'Microsoft.Network/networkSecurityGroups',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/networkSecurityGroups/read',
  },
  'microsoft.network/virtualnetworks': {
    name: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/virtualNetworks/read',
  },
  'microsoft.network/publicipaddresses': {
    name: 'Microsoft.Network/publicIPAddresses',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/publicIPAddresses/read',
  },
  'microsoft.network/loadbalancers': {
    name: 'Microsoft.Network/loadBalancers',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/loadBalancers/read',
  },
  'microsoft.network/networkmanagers': {
    name: 'Microsoft.Network/networkManagers',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/networkManagers/read',
  },
  'microsoft.network/networkwatchers': {
    name: 'Microsoft.Network/networkWatchers',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/networkWatchers/read',
  },
  'microsoft.network/networkwatchers/flowlogs': {
    name: 'Microsoft.Network/networkWatchers/flowLogs',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/networkWatchers/flowLogs/read',
    probe: { parent: 'microsoft.network/networkwatchers', path: 'flowLogs' },
  },
  'microsoft.network/routetables': {
    name: 'Microsoft.Network/routeTables',
    apiVersion: '2024-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/routeTables/read',
  },
  'microsoft.network/dnszones': {
    name: 'Microsoft.Network/dnsZones',
    apiVersion: '2018-05-01',
    table: 'resources',
    permission: 'Microsoft.Network/dnszones/read',
  },
};
