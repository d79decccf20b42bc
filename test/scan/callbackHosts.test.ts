import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAllowedCallback } from '../../lib/scan/callbackUrl.ts';
import { endScan } from '../../lib/scan/finish.ts';
import { readSettings } from '../../lib/settings.ts';
import { allTold, cancelled, deliverUntil, ended, hookOf, openHooked } from './support/hookedWorld.ts';
import { startStorage, type TestStorage } from './support/storage.ts';

let storage: TestStorage;
beforeAll(async () => {
  storage = await startStorage();
});
afterAll(() => storage.stop());

const open = (settings = {}) => openHooked(storage.newAccount(), { settings });

describe('where a callback may not go', () => {
  it('is an address that is not public, whatever its name says', async () => {
    const hooked = await open({ CALLBACK_ALLOW_PRIVATE: '' });
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    await deliverUntil(world, () => world.logs.some((line) => line.includes('its address is not public')));
    expect(receiver.received).toEqual([]);
    expect(await hookOf(context, id)).toMatchObject({ status: 'open' });
  });

  it('is an address that is written out and not public', async () => {
    const hooked = await openHooked(storage.newAccount(), {
      settings: { CALLBACK_HOSTS: '127.0.0.1', CALLBACK_ALLOW_PRIVATE: 'false' },
    });
    const { world, context, receiver } = hooked;
    const callbackUrl = hooked.url('a').replace('localhost', '127.0.0.1');
    const { id } = await world.start({ callbackUrl });
    await endScan(context, id, cancelled);
    await deliverUntil(world, () => world.logs.some((line) => line.includes('its address is not public')));
    expect(receiver.received).toEqual([]);
  });

  it('is a host that was taken off the list since', async () => {
    const hooked = await open();
    const { world, context, receiver } = hooked;
    const id = await ended(hooked);
    const { settings } = context;
    const stricter = { ...context, settings: { ...settings, callbacks: { ...settings.callbacks, hosts: ['other'] } } };
    await world.deliver([stricter]);
    expect(world.logs.join('\n')).toContain('CALLBACK_HOSTS does not allow its host');
    expect(receiver.received).toEqual([]);
    await deliverUntil(world, () => allTold(context, id));
    expect(receiver.received).toHaveLength(1);
  });

  it.each([
    ['AzureCloud', 'https://prod-12.westeurope.logic.azure.com:443/workflows/x'],
    ['AzureUSGovernment', 'https://prod-08.usgovtexas.logic.azure.us/workflows/x'],
    ['AzureChinaCloud', 'https://prod-05.chinaeast2.logic.azure.cn/workflows/x'],
  ])('is anything but Logic Apps by default: %s', (cloud, address) => {
    const { callbacks } = readSettings({ AzureWebJobsStorage: 'x', AZURE_CLOUD: cloud });
    expect(isAllowedCallback(address, callbacks.hosts)).toBe(true);
    expect(callbacks.allowPrivate).toBe(false);
    expect(isAllowedCallback(address.replace('logic', 'logics'), callbacks.hosts)).toBe(false);
    expect(isAllowedCallback('https://contoso.azurewebsites.net/runtime', callbacks.hosts)).toBe(false);
  });

  it('is what the setting does not name, in any case and with any blanks', () => {
    const { callbacks } = readSettings({
      AzureWebJobsStorage: 'x',
      CALLBACK_HOSTS: ' .Logic.Azure.com ,Contoso-Flows.azurewebsites.net,',
    });
    expect(callbacks.hosts).toEqual(['.logic.azure.com', 'contoso-flows.azurewebsites.net']);
    expect(isAllowedCallback('https://contoso-flows.azurewebsites.net/x', callbacks.hosts)).toBe(true);
    expect(isAllowedCallback('https://a.contoso-flows.azurewebsites.net/x', callbacks.hosts)).toBe(false);
    expect(() => readSettings({ AzureWebJobsStorage: 'x', CALLBACK_HOSTS: 'https://contoso.com/' })).toThrow(
      'CALLBACK_HOSTS: must be names of hosts',
    );
  });
});
