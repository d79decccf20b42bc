import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Preloaded into a host (`NODE_OPTIONS=--import`): trusts the receiver of callbacks beside what is trusted already. */
const file = process.env['RECEIVER_CERTIFICATE'] ?? '';
setDefaultCACertificates([...getCACertificates('default'), readFileSync(file, 'utf8')]);
