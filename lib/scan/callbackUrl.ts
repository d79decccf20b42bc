/** Whether callbacks may go to an address: https, without a user in it, on a host that is on the list. */
export function isAllowedCallback(text: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hostname } = new URL(text);
  const listed = hosts.some((host) => (host.startsWith('.') ? hostname.endsWith(host) : hostname === host));
  return protocol === 'https:' && username === '' && password === '' && listed;
}

/** An address in one spelling, so that the same callback is known again. */
export function settleCallback(text: string): string {
  const url = new URL(text);
  url.hash = '';
  return url.href;
}
