import * as z from 'zod';
import { divideTimings, documentedTimings, type Timings } from './timings.ts';

/** Where the app keeps its tables and queues: a connection string, or service addresses for an identity. */
export type StorageSettings =
  | { readonly connectionString: string }
  | {
      readonly tableServiceUri: string;
      readonly queueServiceUri: string;
      readonly clientId: string | undefined;
    };

export interface CloudSettings {
  readonly resourceManager: string;
  readonly audience: string;
  readonly authorityHost: string;
  /** Whether the endpoints were set by hand, so that host names cannot be checked against a known cloud. */
  readonly custom: boolean;
}

/** Where a cloud has its vaults. */
export interface KeyVaultSettings {
  /** The domain right above the name of each vault. */
  readonly suffix: string;
  readonly audience: string;
  /** What answers in the place of every vault, at `/{host of the vault}/…`; undefined: the vaults themselves. */
  readonly endpoint: string | undefined;
}

export interface CallbackSettings {
  /** Hosts that callbacks may go to, in lower case; one that begins with a dot stands for all below it. */
  readonly hosts: readonly string[];
  /** For tests only: whether a callback may go to an address that is not public. */
  readonly allowPrivate: boolean;
}

export const callerKinds = ['functionKeys', 'easyAuth'] as const;
export type Callers = (typeof callerKinds)[number];

export interface Settings {
  /** Who may call: holders of a function key, or principals of App Service authentication with an app role. */
  readonly callers: Callers;
  /** Cron expression and time zone, as the operator wrote them; undefined where nothing is scheduled. */
  readonly schedule: string | undefined;
  readonly defaultSubscription: string | undefined;
  readonly storage: StorageSettings;
  readonly cloud: CloudSettings;
  /** How vaults are read at their own addresses; undefined: they are not. */
  readonly keyVaultData: KeyVaultSettings | undefined;
  readonly publicBaseUrl: string | undefined;
  readonly retentionDays: number;
  readonly maxActiveScans: number;
  /** Whether exemptions by tag count: who can tag a resource could exempt it. */
  readonly tagExemptions: boolean;
  readonly coverageFloorPercent: number;
  readonly lanes: number;
  /** Whether calls are held back to Azure's documented limits before Azure refuses them; its 429 is honoured always. */
  /** JSON of the organisation's own settings of the catalogue; undefined where a file may hold them. */
  readonly config: string | undefined;
  readonly pacing: 'documented' | 'none';
  readonly callbacks: CallbackSettings;
  readonly timings: Timings;
}

export class SettingsError extends Error {
  readonly code = 'badSetting';

  constructor(message: string) {
    super(message);
    this.name = 'SettingsError';
  }
}

// https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure,
// https://learn.microsoft.com/azure/china/resources-developer-guide and, for the hosts of Logic Apps,
// https://learn.microsoft.com/power-automate/ip-address-configuration, and for vaults
// https://learn.microsoft.com/azure/key-vault/general/access-behind-firewall#key-vault-operations
const clouds = {
  AzureCloud: {
    resourceManager: 'https://management.azure.com',
    authorityHost: 'https://login.microsoftonline.com',
    storageSuffix: 'core.windows.net',
    vaultSuffix: 'vault.azure.net',
    workflowHosts: '.logic.azure.com',
  },
  AzureUSGovernment: {
    resourceManager: 'https://management.usgovcloudapi.net',
    authorityHost: 'https://login.microsoftonline.us',
    storageSuffix: 'core.usgovcloudapi.net',
    vaultSuffix: 'vault.usgovcloudapi.net',
    workflowHosts: '.logic.azure.us',
  },
  AzureChinaCloud: {
    resourceManager: 'https://management.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
    storageSuffix: 'core.chinacloudapi.cn',
    vaultSuffix: 'vault.azure.cn',
    workflowHosts: '.logic.azure.cn',
  },
} as const;

const blankAsAbsent = (value: unknown): unknown => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankAsAbsent, schema.optional());
const count = (least: number, most: number, fallback: number) =>
  z.preprocess(blankAsAbsent, z.coerce.number().int().min(least).max(most).default(fallback));

const environment = z.object({
  CALLERS: z.preprocess(blankAsAbsent, z.enum(callerKinds).default('functionKeys')),
  WEBSITE_AUTH_ENABLED: optional(z.string()),
  SCAN_SCHEDULE: optional(z.string().trim()),
  AZURE_SUBSCRIPTION_ID: optional(z.guid()),
  AZURE_CLOUD: z.preprocess(
    blankAsAbsent,
    z.enum(['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud']).default('AzureCloud'),
  ),
  AZURE_RESOURCE_MANAGER_ENDPOINT: optional(z.url({ protocol: /^https$/ })),
  KEY_VAULT_DATA_PLANE: z.preprocess(blankAsAbsent, z.enum(['true', 'false']).default('false')),
  KEY_VAULT_ENDPOINT: optional(z.url({ protocol: /^https$/ })),
  PUBLIC_BASE_URL: optional(z.url({ protocol: /^https?$/ })),
  WEBSITE_HOSTNAME: optional(z.string()),
  RETENTION_DAYS: count(1, 3650, 90),
  MAX_ACTIVE_SCANS: count(1, 1000, 20),
  ALLOW_TAG_EXEMPTIONS: z.preprocess(blankAsAbsent, z.enum(['true', 'false']).default('false')),
  COVERAGE_FLOOR_PERCENT: count(0, 100, 5),
  ARM_CONCURRENCY: count(1, 256, 32),
  ARM_PACING: z.preprocess(blankAsAbsent, z.enum(['documented', 'none']).default('documented')),
  VIGIL_CONFIG: optional(z.string()),
  CALLBACK_HOSTS: optional(
    z
      .string()
      .regex(
        /^[\s,]*\.?[\w-]+(\.[\w-]+)*([\s,]+\.?[\w-]+(\.[\w-]+)*)*[\s,]*$/,
        'must be names of hosts, separated by commas',
      ),
  ),
  CALLBACK_ALLOW_PRIVATE: z.preprocess(blankAsAbsent, z.enum(['true', 'false']).default('false')),
  TIME_DIVISOR: count(1, 3600, 1),
  AzureWebJobsStorage: optional(z.string()),
  AzureWebJobsStorage__tableServiceUri: optional(z.url()),
  AzureWebJobsStorage__queueServiceUri: optional(z.url()),
  AzureWebJobsStorage__accountName: optional(z.string().regex(/^[a-z0-9]{3,24}$/)),
  AzureWebJobsStorage__credential: optional(z.literal('managedidentity')),
  AzureWebJobsStorage__clientId: optional(z.guid()),
});
type Environment = z.infer<typeof environment>;

/** Who may call. A bad value counts as function keys, which opens nothing, and never throws: functions register by it. */
export function readCallers(env: Readonly<Record<string, string | undefined>>): Callers {
  return environment.shape.CALLERS.safeParse(env['CALLERS']).data ?? 'functionKeys';
}

function storageSettings(env: Environment): StorageSettings {
  if (env.AzureWebJobsStorage !== undefined) return { connectionString: env.AzureWebJobsStorage };
  const clientId = env.AzureWebJobsStorage__clientId;
  const account = env.AzureWebJobsStorage__accountName;
  const suffix = clouds[env.AZURE_CLOUD].storageSuffix;
  const tableServiceUri = env.AzureWebJobsStorage__tableServiceUri ?? (account && `https://${account}.table.${suffix}`);
  const queueServiceUri = env.AzureWebJobsStorage__queueServiceUri ?? (account && `https://${account}.queue.${suffix}`);
  if (tableServiceUri && queueServiceUri) return { tableServiceUri, queueServiceUri, clientId };
  throw new SettingsError(
    'No storage account is set. Set AzureWebJobsStorage, or AzureWebJobsStorage__tableServiceUri and AzureWebJobsStorage__queueServiceUri, or AzureWebJobsStorage__accountName.',
  );
}

function cloudSettings(env: Environment): CloudSettings {
  const cloud = clouds[env.AZURE_CLOUD];
  const endpoint = env.AZURE_RESOURCE_MANAGER_ENDPOINT?.replace(/\/+$/, '');
  const resourceManager = endpoint ?? cloud.resourceManager;
  return {
    resourceManager,
    audience: cloud.resourceManager,
    authorityHost: cloud.authorityHost,
    custom: endpoint !== undefined && endpoint !== cloud.resourceManager,
  };
}

/** Whether vaults are read at their own addresses. Throws a `SettingsError` on a bad value. */
export function readsKeyVaultData(env: Readonly<Record<string, string | undefined>>): boolean {
  const { success, data } = environment.shape.KEY_VAULT_DATA_PLANE.safeParse(env['KEY_VAULT_DATA_PLANE']);
  if (!success) throw new SettingsError('KEY_VAULT_DATA_PLANE cannot be used: it is true or false.');
  return data === 'true';
}

function keyVaultSettings(env: Environment): KeyVaultSettings | undefined {
  if (env.KEY_VAULT_DATA_PLANE !== 'true') return undefined;
  const suffix = clouds[env.AZURE_CLOUD].vaultSuffix;
  return { suffix, audience: `https://${suffix}`, endpoint: env.KEY_VAULT_ENDPOINT?.replace(/\/+$/, '') };
}

function callbackSettings(env: Environment): CallbackSettings {
  const hosts = env.CALLBACK_HOSTS ?? clouds[env.AZURE_CLOUD].workflowHosts;
  return {
    hosts: hosts
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((host) => host !== ''),
    allowPrivate: env.CALLBACK_ALLOW_PRIVATE === 'true',
  };
}

/**
 * Azure says in WEBSITE_AUTH_ENABLED whether it checks callers. Where it says that it does not, the headers that name a
 * principal are anybody's: https://learn.microsoft.com/azure/app-service/reference-app-settings#authentication--authorization
 */
function checkedCallers(env: Environment): Callers {
  const off = env.WEBSITE_AUTH_ENABLED !== undefined && env.WEBSITE_AUTH_ENABLED.toLowerCase() !== 'true';
  if (env.CALLERS === 'functionKeys' || !off) return env.CALLERS;
  throw new SettingsError(
    'CALLERS is easyAuth, but App Service authentication is off. Turn it on, or set CALLERS to functionKeys.',
  );
}

/** The platform's name for the app; undefined on a developer's machine, where each request names its own. */
function platformUrl(hostname: string | undefined): string | undefined {
  return hostname === undefined || /^(localhost|127\.0\.0\.1)(:|$)/.test(hostname) ? undefined : `https://${hostname}`;
}

/** Reads the app's settings. Throws a `SettingsError` that names each bad setting and how to mend it. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`These settings cannot be used. ${faults.join('. ')}.`);
  }
  const values = parsed.data;
  return {
    callers: checkedCallers(values),
    schedule: values.SCAN_SCHEDULE,
    defaultSubscription: values.AZURE_SUBSCRIPTION_ID?.toLowerCase(),
    storage: storageSettings(values),
    cloud: cloudSettings(values),
    keyVaultData: keyVaultSettings(values),
    publicBaseUrl: values.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? platformUrl(values.WEBSITE_HOSTNAME),
    retentionDays: values.RETENTION_DAYS,
    maxActiveScans: values.MAX_ACTIVE_SCANS,
    tagExemptions: values.ALLOW_TAG_EXEMPTIONS === 'true',
    coverageFloorPercent: values.COVERAGE_FLOOR_PERCENT,
    lanes: values.ARM_CONCURRENCY,
    config: values.VIGIL_CONFIG,
    pacing: values.ARM_PACING,
    callbacks: callbackSettings(values),
    timings: divideTimings(documentedTimings, values.TIME_DIVISOR),
  };
}
