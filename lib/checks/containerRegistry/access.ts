import { define } from '../define.ts';
import { isFalse } from '../property.ts';
import { registry } from './needs.ts';

export const adminUser = define({
  id: 'containerregistry-admin-user',
  title: 'The admin user is disabled',
  severity: 'high',
  why: 'It is one password with all rights that everyone shares: it names nobody and pushes any image.',
  fix: {
    text: 'Move clients to Microsoft Entra ID, then disable the admin user.',
    cli: 'az acr update --ids {id} --admin-enabled false',
    set: { path: 'properties.adminUserEnabled', value: false },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/container-registry-authentication',
  absent: 'Passes: the admin user is disabled by default.',
  policies: ['dc921057-6b28-4fbe-9b83-f7bec05db6c2'],
  on: registry,
  needs: {},
  evaluate: (one) => isFalse(one, 'properties.adminUserEnabled', { absentIs: false }),
});

export const anonymousPull = define({
  id: 'containerregistry-anonymous-pull',
  title: 'Images cannot be pulled anonymously',
  severity: 'high',
  why: 'Whoever reaches the registry reads every image in it, with the code and the secrets that lie in them.',
  fix: {
    text: 'Disable anonymous pull. Move images that are meant for everyone to a registry of their own first.',
    cli: 'az acr update --ids {id} --anonymous-pull-enabled false',
    set: { path: 'properties.anonymousPullEnabled', value: false },
  },
  reference: 'https://learn.microsoft.com/azure/container-registry/anonymous-pull-access',
  absent: 'Passes: anonymous pull is disabled by default.',
  policies: ['9f2dea28-e834-476c-99c5-3507b4728395'],
  on: registry,
  needs: {},
  evaluate: (one) => isFalse(one, 'properties.anonymousPullEnabled', { absentIs: false }),
});
