import { define, MalformedError } from '../define.ts';
import { isOneOf, observedText, textAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import { registry } from './needs.ts';

// Azure takes both policies from Premium registries only: https://learn.microsoft.com/azure/container-registry/container-registry-skus
function isPremium(one: Row): true | string {
  const sku = textAt(one, 'sku.name');
  if (sku === undefined) throw new MalformedError('sku.name is not set');
  return sku === 'Premium' || `only a Premium registry has such a policy, and sku.name is ${observedText(sku)}`;
}

const status = (one: Row, path: string) =>
  isOneOf(one, path, { safe: ['enabled'], unsafe: ['disabled'], absentIs: 'disabled' });

export const retentionPolicy = define({
  id: 'containerregistry-retention',
  title: 'Untagged images are deleted',
  severity: 'low',
  why: 'Old images that nobody patches stay ready to be pulled by their digest.',
  fix: {
    text: 'Set a retention policy for untagged manifests, unless something pulls images by digest: what it deletes is gone for good.',
    cli: 'az acr config retention update --subscription {subscription} --registry {name} --status enabled --days 30 --type UntaggedManifests',
    set: { path: 'properties.policies.retentionPolicy.status', value: 'enabled' },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy',
  absent: 'Fails: a registry has no retention policy by default. Not applicable below the Premium tier.',
  on: registry,
  applies: isPremium,
  needs: {},
  evaluate: (one) => status(one, 'properties.policies.retentionPolicy.status'),
});

export const quarantinePolicy = define({
  id: 'containerregistry-quarantine',
  title: 'New images wait until they have been scanned',
  severity: 'low',
  why: 'Otherwise an image with known flaws can run before anything has looked at it.',
  fix: {
    text: 'Turn quarantine on together with a scanner that releases images. Without one nothing can be pulled any more.',
    cli: 'az resource update --ids {id} --set properties.policies.quarantinePolicy.status=enabled',
    set: { path: 'properties.policies.quarantinePolicy.status', value: 'enabled' },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-faq',
  absent: 'Fails: quarantine is off by default. Not applicable below the Premium tier.',
  on: registry,
  applies: isPremium,
  needs: {},
  evaluate: (one) => status(one, 'properties.policies.quarantinePolicy.status'),
});
