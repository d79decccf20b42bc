import { describe, expect, test } from 'vitest';
import { catalogue } from '../../lib/checks/index.ts';
import { openSameAs } from '../../lib/checks/sameAs.ts';

const sameAs = openSameAs(catalogue);

describe('the checks that judge the same as a recommendation', () => {
  test.each([
    ['1c5de8e1-f68d-6a17-e0d2-ec259c42768c', ['storage-secure-transfer']],
    ['3b363842-30f5-4056-980d-3a40fa5de8b3', ['storage-shared-key-access']],
    ['56a6e81f-7413-4f72-9a1b-aaeeaa87c872', ['defender-servers-plan']],
    ['77758c9d-8a56-5f54-6ff7-69a762ca6004', ['defender-contact-address']],
    ['805651bc-6ecd-4c73-9b55-97a19d0582d0', ['defender-just-in-time-access']],
    // One recommendation that asks for the plan and both of its extensions.
    [
      '1be22853-8ed1-4005-9907-ddad64cb1417',
      ['storage-defender-malware-scanning', 'storage-defender-plan', 'storage-defender-sensitive-data'],
    ],
  ])('for %s are %j', (key, ids) => {
    expect(sameAs(key, '')).toEqual(ids);
  });

  test('are told by the policy for a recommendation that is not known', () => {
    expect(sameAs('00000000-0000-0000-0000-000000000000', '404c3081-a854-4457-ae30-26a93ef643f9')).toEqual([
      'storage-secure-transfer',
    ]);
  });

  test('are none for what no check judges', () => {
    expect(sameAs('21300918-b2e3-0346-785f-c77ff57d243b', '')).toEqual([]);
    expect(sameAs('constructor', '')).toEqual([]);
  });
});
