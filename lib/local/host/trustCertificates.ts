import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import tls from 'node:tls';
import { describeError, HostError } from './hostError.ts';

/**
 * Trusts the certificates of a file beside the usual ones. Node reads NODE_EXTRA_CA_CERTS when it starts, which is too
 * early for a value of a settings file. Throws a `HostError`.
 */
export function trustCertificates(file: string, appFolder: string): void {
  try {
    const extra = readFileSync(resolve(appFolder, file), 'utf8');
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), extra]);
  } catch (cause) {
    const hint = 'Run "npm run emulators" first, which writes the certificate of the sample tenant.';
    throw new HostError('badSettings', `NODE_EXTRA_CA_CERTS: ${describeError(cause)}. ${hint}`, cause);
  }
}
