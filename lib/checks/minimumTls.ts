import { tlsVersions, type CheckParameters, type TlsVersion } from '../model/parameters.ts';

/** A service's oldest TLS version as `isOneOf` takes it, in the service's own spelling such as `TLS1_2`. */
export function minimumTls(
  spell: (version: TlsVersion) => string,
  { acceptedTlsVersions }: CheckParameters,
): { readonly safe: readonly string[]; readonly unsafe: readonly string[] } {
  const accepted = (version: TlsVersion) => acceptedTlsVersions.includes(version);
  return {
    safe: tlsVersions.filter(accepted).map(spell),
    unsafe: tlsVersions.filter((version) => !accepted(version)).map(spell),
  };
}
