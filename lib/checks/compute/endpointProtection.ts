import { define } from '../define.ts';
import { fail, isOneOf, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { extensionTypes, isFrom, isOfType, withTrail } from './extension.ts';
import { extensions, virtualMachine } from './needs.ts';
import { isOwn } from './settings.ts';

// Without types every extension of the publisher is the product. The publishers of other makers are those of their public
// deployment templates.
// https://github.com/Azure/azure-policy/tree/master/built-in-policies/policyDefinitions/Security%20Center (MDE)
// https://learn.microsoft.com/azure/virtual-machines/extensions/iaas-antimalware-windows
const products: readonly (readonly [publisher: string, types?: readonly string[]])[] = [
  ['Microsoft.Azure.AzureDefenderForServers', ['MDE.Linux', 'MDE.Windows']],
  ['Microsoft.Azure.Security', ['IaaSAntimalware']],
  ['CrowdStrike.Falcon'],
  ['SentinelOne.LinuxExtension'],
  ['SentinelOne.WindowsExtension'],
  ['TrendMicro.DeepSecurity'],
];

const protects = (extension: Row): boolean =>
  products.some(([publisher, types]) => isFrom(extension, publisher) && (!types || isOfType(extension, types)));

const state = 'properties.provisioningState';

// The other states that an installation passes through: https://learn.microsoft.com/azure/virtual-machines/states-billing#provisioning-states
const unfinished = ['Creating', 'Deleting', 'Failed', 'Canceled', 'Migrating'];

export const endpointProtection = define({
  id: 'compute-endpoint-protection',
  title: 'The machine has endpoint protection',
  severity: 'medium',
  why: 'Without it malware runs unseen, and nobody can look into the machine while it is attacked.',
  fix: {
    text: 'Turn on Defender for Servers, which installs Defender for Endpoint on every machine. What was installed from inside, without an extension, does not show here: accept the finding for such machines.',
  },
  reference: 'https://learn.microsoft.com/security/benchmark/azure/mcsb-v2-endpoint-security',
  absent:
    'Fails: no extension is known as endpoint protection (Defender for Endpoint, Microsoft Antimalware, CrowdStrike, SentinelOne, Trend Micro).',
  on: virtualMachine,
  applies: isOwn,
  needs: { extensions },
  evaluate(_machine, { extensions: installed }) {
    const known = installed.filter(protects);
    const states = { safe: ['Succeeded', 'Updating'], unsafe: unfinished };
    const running = known.find((extension) => states.safe.some((safe) => safe === valueAt(extension, state)));
    const judged = running ?? known[0];
    if (judged !== undefined) return withTrail(isOneOf(judged, state, states), [judged]);
    const expected = 'an extension known as endpoint protection';
    return withTrail(fail('extensions[].properties.type', extensionTypes(installed), expected), installed);
  },
});
