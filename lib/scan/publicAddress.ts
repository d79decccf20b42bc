import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16: public in form, inside every Azure host. */
const platform = '168.63.129.16';
/** All that is routed on the internet: https://www.rfc-editor.org/rfc/rfc4291#section-2.4 */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/** Whether an address is one of the internet: not private, loopback, link-local, shared, reserved or Azure's own. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  if (address.range() !== 'unicast' || address.toString() === platform) return false;
  return !(address instanceof ipaddr.IPv6) || address.match(globalUnicast);
}

/** A name led to an address that is not public: a call must not reach into the app's own network. */
export class PrivateAddressError extends Error {
  readonly code = 'privateAddress';

  constructor() {
    super('its address is not public');
    this.name = 'PrivateAddressError';
  }
}

/** Throws where a host is written as an address that is not public: no name is looked up then. */
export function checkWrittenAddress(hostname: string): void {
  const address = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(address) !== 0 && !isPublicAddress(address)) throw new PrivateAddressError();
}

/** Looks a name up as `net.connect` does, and gives only public addresses: what was checked is what is connected to. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) {
      callback(error, []);
      return;
    }
    const [first] = found;
    // One that is not public among others is no accident.
    if (!first || !found.every(({ address }) => isPublicAddress(address))) callback(new PrivateAddressError(), []);
    else if (options.all === true) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
