import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listChanges } from '../../lib/scan/listChanges.ts';
import {
  controlOf,
  needy,
  plain,
  scanSteps,
  subscriptionIds,
  type ScanStep,
  type TenantState,
} from './support/series.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const failing: TenantState = { accounts: { one: { plain: 'a=f b=f', needy: 'x=f y=f' }, two: { plain: '=f' } } };
const other = subscriptionIds(2)[1] ?? '';
const spread: TenantState = {
  subscriptions: 2,
  accounts: { one: { plain: 'a=f b=f', needy: 'x=f y=f' }, two: { subscription: 1, plain: '=f' } },
};
const asked = { subscriptions: subscriptionIds(2) };

/** A scan and the one before it. */
async function compared(first: ScanStep, second: ScanStep) {
  const { context, ids } = await scanSteps(storage.newAccount(), first, second);
  const [older = '', newer = ''] = ids;
  return { context, before: await controlOf(context, older), now: await controlOf(context, newer) };
}

describe('the list of changes', () => {
  it('comes page by page and whole', async () => {
    const after: TenantState = { accounts: { one: { plain: 'a=f b=p c=f', needy: 'x=f' }, three: { plain: '=f' } } };
    const { context, before, now } = await compared({ state: failing }, { state: after });
    const whole = await listChanges(context, before, now, { top: 1000 });
    const paged: unknown[] = [];
    let next: string | null | undefined;
    let pages = 0;
    while (next !== null) {
      const page = await listChanges(context, before, now, { top: 1, after: next });
      paged.push(...page.value);
      next = page.next;
      pages += 1;
    }
    expect(paged).toEqual(whole.value);
    // Pairs of check and resource stay whole, and the last page is empty.
    expect(pages).toBe(5);
  });

  it('is narrowed by kind, check, service, severity and subscription', async () => {
    const { context, before, now } = await compared({ state: spread, body: asked }, { state: spread, body: asked });
    const count = async (filter: Partial<Parameters<typeof listChanges>[3]>) =>
      (await listChanges(context, before, now, { top: 1000, ...filter })).value.length;
    expect(await count({})).toBe(5);
    expect(await count({ kinds: ['open'] })).toBe(5);
    expect(await count({ kinds: ['new', 'gone'] })).toBe(0);
    expect(await count({ checks: ['other-needy'] })).toBe(2);
    expect(await count({ services: ['test'] })).toBe(3);
    expect(await count({ severities: ['high'] })).toBe(2);
    expect(await count({ severities: ['low'] })).toBe(0);
    expect(await count({ subscription: other })).toBe(1);
  });

  it('calls nothing new because the severity of its check was changed', async () => {
    const { context, before, now } = await compared(
      { state: failing },
      { state: failing, more: { catalogue: [plain('critical'), needy] } },
    );
    const { value } = await listChanges(context, before, now, { top: 1000, severities: ['critical'] });
    expect(value.map(({ change }) => change)).toEqual(['open', 'open', 'open']);
  });
});
