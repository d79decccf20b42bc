import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { checkWrittenAddress, isPublicAddress, lookupPublic } from '../../lib/scan/publicAddress.ts';

const found = (hostname: string, all: boolean) =>
  new Promise<string | LookupAddress[]>((resolve, reject) => {
    lookupPublic(hostname, { all }, (error, address) => {
      if (error) reject(error);
      else resolve(address);
    });
  });

describe('an address', () => {
  it.each(['20.42.65.92', '13.107.6.152', '1.1.1.1', '2603:1030:a0a::1', '2a01:111:f402::7', '::ffff:20.42.65.92'])(
    'is public: %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback, elsewhere', '127.255.0.9'],
    ['this host', '0.0.0.0'],
    ['private, 10', '10.0.0.4'],
    ['private, 172.16', '172.31.255.254'],
    ['private, 192.168', '192.168.1.1'],
    ['link-local: the metadata service', '169.254.169.254'],
    ['link-local: the token service of App Service', '169.254.130.2'],
    ['the platform of Azure', '168.63.129.16'],
    ['shared', '100.64.0.1'],
    ['for benchmarks', '198.18.0.1'],
    ['for documentation', '203.0.113.7'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['loopback', '::1'],
    ['unspecified', '::'],
    ['link-local', 'fe80::1'],
    ['site-local', 'fec0::1'],
    ['unique local', 'fd00::7'],
    ['multicast', 'ff02::1'],
    ['IPv4 in IPv6', '::ffff:10.0.0.4'],
    ['IPv4 in IPv6, in hexadecimal digits', '::ffff:a9fe:a9fe'],
    ['the platform of Azure in IPv6', '::ffff:168.63.129.16'],
    ['IPv4-compatible', '::7f00:1'],
    ['NAT64 of a private one', '64:ff9b::a00:4'],
    ['6to4 of a private one', '2002:a00:4::1'],
    ['Teredo', '2001::1'],
    ['no address', 'localhost'],
    ['nothing', ''],
  ])('is not public: %s (%s)', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('a host', () => {
  it.each(['127.0.0.1', '[::1]', '169.254.169.254'])('is refused where it is written as %s', (hostname) => {
    expect(() => {
      checkWrittenAddress(hostname);
    }).toThrow('its address is not public');
  });

  it.each(['20.42.65.92', '[2603:1030:a0a::1]', 'localhost', 'prod-12.westeurope.logic.azure.com'])(
    'is left to the look-up, or allowed, where it is written as %s',
    (hostname) => {
      expect(() => {
        checkWrittenAddress(hostname);
      }).not.toThrow();
    },
  );

  it.each([true, false])('is refused where its name leads to this machine (all addresses: %s)', async (all) => {
    await expect(found('localhost', all)).rejects.toMatchObject({ code: 'privateAddress' });
  });

  it('is refused where its name leads nowhere', async () => {
    await expect(found('no-such-host.invalid', true)).rejects.toThrow();
  });
});
