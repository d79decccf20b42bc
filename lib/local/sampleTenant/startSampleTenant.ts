import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { openAccess } from './access.ts';
import { armListener } from './armListener.ts';
import type { ArmTarget } from './armTarget.ts';
import { openCallCounter } from './callCounts.ts';
import type { CallCounts } from './callCounts.ts';
import { makeCertificate } from './certificate.ts';
import type { Estate } from './estate.ts';
import { openFaults } from './faults.ts';
import type { Failing } from './faults.ts';
import { generateEstate } from './generateEstate.ts';
import type { Generated } from './generateEstate.ts';
import { identityHeader, identityListener } from './identityEndpoint.ts';
import { findRow } from './kql/rowTable.ts';
import { isVaultCall, vaultListener } from './vaultListener.ts';
import { noQuotas, openQuotas } from './quotas.ts';
import { blindSample } from './samples/blindSample.ts';
import { brokenSample } from './samples/brokenSample.ts';
import { defaultSample } from './samples/defaultSample.ts';
import { emptySample } from './samples/emptySample.ts';

const samples = { default: defaultSample, broken: brokenSample, blind: blindSample, empty: emptySample };
export type SampleName = keyof typeof samples;

export interface SampleOptions {
  readonly sample: SampleName;
  /** Instead of the sample's own subscriptions and resources. */
  readonly generate?: Generated;
  /** Instead of a sample's, too: a tenant made for the occasion. */
  readonly estate?: Estate;
  /** The https port; 0, the default, takes any. */
  readonly port?: number;
  readonly identityPort?: number;
  /** Milliseconds added to each call. */
  readonly latency?: number;
  /** Whether Azure's quotas are enforced: true by default, false for generated tenants. */
  readonly quotas?: boolean;
  /** Whether a query with strcmp is refused as invalid. */
  readonly refuseStrcmp?: boolean;
  /** Actions refused in every subscription, in any case; a last `*` stands for any. */
  readonly refusedActions?: readonly string[];
  readonly failing?: Failing;
  /** Where the certificate is written; a new temporary folder by default. */
  readonly folder?: string;
}

export interface SampleTenant {
  /** https://localhost:PORT */
  readonly endpoint: string;
  /** http://127.0.0.1:PORT: /msi/token and /counts. */
  readonly identityEndpoint: string;
  /** What a process needs to take this for Azure. NODE_EXTRA_CA_CERTS is read when a process starts. */
  readonly environment: Readonly<Record<string, string>>;
  counts(): CallCounts;
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  // On IPv4 alone: localhost leads here too, and a certificate for 127.0.0.1 holds.
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error(`The sample tenant is not listening on port ${String(port)}.`);
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

function estateOf({ sample, generate, estate }: SampleOptions): Estate {
  return estate ?? (generate ? generateEstate(generate) : samples[sample]());
}

/** The region of the resource that a request names, '' where it names none. */
function regionOf({ resources }: Estate, target: ArmTarget): string {
  const row = target.kind === 'resource' ? findRow(resources.keys, target.key) : undefined;
  return row === undefined ? '' : String(resources.cell(row, 'location'));
}

/** Starts a server that answers as Azure does. Throws where a port is taken. */
export async function startSampleTenant(options: SampleOptions): Promise<SampleTenant> {
  const { key, certificate, file, remove } = await makeCertificate(options.folder);
  const quotas = options.quotas ?? options.generate === undefined;
  const estate = estateOf(options);
  const counter = openCallCounter((type, path) => estate.resources.hasList(type, path));
  let endpoint = '';
  const access = openAccess(options.refusedActions ?? []);
  const latency = options.latency ?? 0;
  const listener = armListener({
    estate,
    access,
    faults: openFaults(options.failing),
    counter,
    charge: quotas ? openQuotas((target) => regionOf(estate, target)) : noQuotas,
    refuseStrcmp: options.refuseStrcmp ?? false,
    latency,
    endpoint: () => endpoint,
  });
  const answerVault = vaultListener({ estate, access, counter, latency });
  const arm = createHttpsServer({ key, cert: certificate, keepAliveTimeout: 60_000 }, (request, response) => {
    (isVaultCall(request) ? answerVault : listener)(request, response);
  });
  const identity = createHttpServer(identityListener(counter.counts, counter.noteToken));
  endpoint = `https://localhost:${String(await listen(arm, options.port ?? 0))}`;
  const identityEndpoint = `http://127.0.0.1:${String(await listen(identity, options.identityPort ?? 0))}`;
  return {
    endpoint,
    identityEndpoint,
    environment: {
      AZURE_RESOURCE_MANAGER_ENDPOINT: endpoint,
      // Vaults have addresses of their own; here one listener answers for all.
      KEY_VAULT_ENDPOINT: endpoint,
      IDENTITY_ENDPOINT: `${identityEndpoint}/msi/token`,
      IDENTITY_HEADER: identityHeader,
      NODE_EXTRA_CA_CERTS: file,
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
    },
    counts: counter.counts,
    close: async () => {
      await Promise.all([closeServer(arm), closeServer(identity), remove()]);
    },
  };
}
