import { describe, expect, it } from 'vitest';
import { fillCommand } from '../../lib/judge/fixCommand.ts';

const target = {
  resourceId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/one',
  resourceName: 'one',
  resourceGroup: 'rg',
  subscriptionId: 's',
};

describe('fillCommand', () => {
  it('fills every placeholder that a check may use', () => {
    const filled = fillCommand(
      'az x --ids {id} --name {name} -g {resourceGroup} --subscription {subscription}',
      target,
    );
    expect(filled).toBe(`az x --ids ${target.resourceId} --name one -g rg --subscription s`);
  });

  it.each([
    ['a name with brackets', 'rg (old)', "'rg (old)'"],
    ['a name that is code', '$(reboot)`x`;y', "'$(reboot)`x`;y'"],
    ['a name with a quote', "it's", String.raw`'it'\''s'`],
  ])('quotes %s, so that pasting it runs nothing', (_case, resourceGroup, word) => {
    expect(fillCommand('az x -g {resourceGroup}', { ...target, resourceGroup })).toBe(`az x -g ${word}`);
  });

  it('leaves what it does not know', () => {
    expect(fillCommand('az x {other} {name}', { ...target, resourceName: '' })).toBe('az x {other} {name}');
  });
});
