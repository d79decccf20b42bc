import { once } from 'node:events';
import { resolve } from 'node:path';
import { startAzurite } from './azurite.ts';
import { startSampleProcess } from './sampleProcess.ts';

/** The ports that local.settings.sample.json names; Azurite's are its own defaults. */
export const emulatorPorts = { blob: 10_000, queue: 10_001, table: 10_002, tenant: 7443, identity: 7442 } as const;

/** Where the certificate of the sample tenant is written, in the project: NODE_EXTRA_CA_CERTS of the sample settings. */
export const certificateFile = '.vigil/certificate.pem';

/**
 * Runs Azurite and the sample tenant on fixed ports until Ctrl-C. `flags` are those of the sample tenant, as
 * `--sample broken`. Throws an Error of one sentence.
 */
export async function runEmulators(flags: readonly string[]): Promise<void> {
  const { blob, queue, table, tenant, identity } = emulatorPorts;
  const folder = resolve(import.meta.dirname, '../..', certificateFile, '..');
  const azurite = await startAzurite({ blobPort: blob, queuePort: queue, tablePort: table });
  const ports = ['--port', String(tenant), '--identity-port', String(identity)];
  const sample = await startSampleProcess([...ports, '--folder', folder, ...flags]).catch(async (error: unknown) => {
    await azurite.stop();
    throw error;
  });
  const lines = [
    `Azurite         blobs ${String(blob)}, queues ${String(queue)}, tables ${String(table)} on 127.0.0.1, in memory`,
    `Sample tenant   ${sample.ready.endpoint}, its tokens at ${sample.ready.identityEndpoint}`,
    `Certificate     ${certificateFile}`,
    'Now, in another terminal: cp local.settings.sample.json local.settings.json && func start',
    'Ctrl-C ends both; what they hold is gone then.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), sample.exited]);
  await Promise.all([sample.stop(500), azurite.stop()]);
}
