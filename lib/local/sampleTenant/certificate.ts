import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** The certificate as a PEM file, for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
  /** Removes what was written, where it was a temporary folder. */
  readonly remove: () => Promise<void>;
}

const lifetime = 30 * 24 * 60 * 60_000;

/** Makes a certificate for localhost and 127.0.0.1 and writes it, without its key, to `folder` (a new temporary one where none is given). */
export async function makeCertificate(folder?: string): Promise<Certificate> {
  const now = Date.now();
  // A name of its own: of two trusted certificates with one name OpenSSL looks at the first alone.
  const name = `sample-tenant-${randomUUID()}`;
  const made = await generate([{ name: 'commonName', value: name }], {
    algorithm: 'sha256',
    keyType: 'ec',
    // A clock a little behind must not refuse a certificate made just now.
    notBeforeDate: new Date(now - 60 * 60_000),
    notAfterDate: new Date(now + lifetime),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const place = folder ?? (await mkdtemp(join(tmpdir(), 'sample-tenant-')));
  await mkdir(place, { recursive: true });
  const file = join(place, 'certificate.pem');
  await writeFile(file, made.cert);
  const remove = async (): Promise<void> => {
    if (folder === undefined) await rm(place, { recursive: true, force: true });
  };
  return { key: made.private, certificate: made.cert, file, remove };
}
