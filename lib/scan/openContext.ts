import { catalogue } from '../checks/index.ts';
import { readConfig } from './readConfig.ts';
import { openSameAs } from '../checks/sameAs.ts';
import { configure } from '../checks/configure.ts';
import { readSettings } from '../settings.ts';
import { openStore } from '../store/openStore.ts';
import { digestOf, type ScanContext } from './context.ts';

/** The host takes what a worker prints into the app's logs. */
const log: ScanContext['log'] = (level, message) => {
  if (level === 'error') console.error(message);
  else if (level === 'warning') console.warn(message);
  else console.info(message);
};

async function open(): Promise<ScanContext> {
  const settings = readSettings(process.env);
  const config = readConfig(
    settings.config,
    catalogue.map(({ id }) => id),
  );
  const { checks, switchedOff } = configure(catalogue, config, {
    keyVaultData: settings.keyVaultData !== undefined,
  });
  // Loaded at first use: they cost more than everything that answers the API.
  const [store, { openCollector }, { documentedLimits, noLimits }] = await Promise.all([
    openStore(settings.storage),
    import('../collect/openCollector.ts'),
    import('../azure/pacing.ts'),
  ]);
  return {
    settings,
    store,
    catalogue: checks,
    switchedOff,
    sameAs: openSameAs(checks),
    digest: digestOf(checks, config),
    openCollector: () =>
      openCollector({
        cloud: settings.cloud,
        keyVaultData: settings.keyVaultData,
        lanes: settings.lanes,
        longestSleep: settings.timings.longestSleep,
        limits: settings.pacing === 'none' ? noLimits : documentedLimits,
      }),
    log,
  };
}

let opened: Promise<ScanContext> | undefined;

/** The app's context, opened once a process; after a failure the next call tries again. */
export function openContext(): Promise<ScanContext> {
  opened ??= open().catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}
