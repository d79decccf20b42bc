/** Which of Azure's limits a call counts against. */
export interface Quota {
  /** The host of the vault that serves the call, of which each counts by itself; absent: Azure Resource Manager serves it. */
  readonly vault?: string;
  /** Lower case; `''` for calls at tenant level. */
  readonly subscription: string;
  /** The resource provider that serves the call, in lower case. */
  readonly provider: string;
  /** The region of the resource in the call: lower case, without spaces; `''` where it is not known. */
  readonly region: string;
  /** Whether the call lists rather than reads one. */
  readonly list: boolean;
}

/** Reads the quota from the call's address. An extension resource counts against its own provider, not its parent's. */
export function quotaOf(url: string, region: string): Quota {
  const path = new URL(url).pathname;
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1] ?? '';
  const served = path.slice(path.toLowerCase().lastIndexOf('/providers/') + '/providers/'.length);
  const [provider = '', ...segments] = /\/providers\//i.test(path) ? served.split('/') : ['microsoft.resources'];
  return {
    subscription: subscription.toLowerCase(),
    provider: provider.toLowerCase(),
    region: region.toLowerCase().replaceAll(' ', ''),
    // An id alternates types and names, so an odd count ends with a type: a list.
    list: segments.length % 2 === 1,
  };
}
