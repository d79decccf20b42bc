export type Environment = Readonly<Record<string, string | undefined>>;

/** What the app reads for signing in or for its own address: of no use to a sample, and not to leak into it. */
const personal = /^(?:AZURE_|IDENTITY_|MSI_|IMDS_|PUBLIC_BASE_URL$|WEBSITE_|AzureWebJobs)/i;

function withoutProxy(parent: Environment): Environment {
  const rest = Object.entries(parent).filter(([name]) => name.toLowerCase() !== 'no_proxy');
  const known = parent['NO_PROXY'] ?? parent['no_proxy'] ?? '';
  return { ...Object.fromEntries(rest), NO_PROXY: [known, 'localhost', '127.0.0.1'].filter(Boolean).join(',') };
}

/** The environment of a host that looks at the sample tenant: nothing of the parent's own sign-in is left. */
export function describeSampleEnvironment(parent: Environment, tenant: Environment): Environment {
  const kept = Object.entries(withoutProxy(parent)).filter(([name]) => !personal.test(name));
  return { ...Object.fromEntries(kept), ...tenant };
}

/** The environment of a host that looks at real Azure: the parent's, but for storage and its own address. */
export function describeRealEnvironment(parent: Environment): Environment {
  const own = /^(?:PUBLIC_BASE_URL$|WEBSITE_|AzureWebJobs)/i;
  return Object.fromEntries(Object.entries(withoutProxy(parent)).filter(([name]) => !own.test(name)));
}

/** What differs on a developer's machine, as settings: all parts of a scan at once, and a queue that is asked often. */
export function describeHostSettings(
  connectionString: string,
  lanes: number,
  timeDivisor: number | undefined,
): Environment {
  const queues = 'AzureFunctionsJobHost__extensions__queues__';
  return {
    AzureWebJobsStorage: connectionString,
    FUNCTIONS_WORKER_RUNTIME: 'node',
    [`${queues}batchSize`]: String(lanes),
    [`${queues}maxPollingInterval`]: '00:00:01',
    ...(timeDivisor === undefined ? {} : { TIME_DIVISOR: String(timeDivisor) }),
  };
}
