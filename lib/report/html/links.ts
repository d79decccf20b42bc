import { markup, type Markup } from './markup.ts';

/** Microsoft's documentation and the portals of its clouds. The page leads nowhere else. */
const hosts: readonly string[] = ['learn.microsoft.com', 'portal.azure.com', 'portal.azure.us', 'portal.azure.cn'];

/** The address where the page may link to it, `''` where not. */
export function safeAddress(address: string): string {
  const url = URL.parse(address);
  return url?.protocol === 'https:' && hosts.includes(url.host) ? url.href : '';
}

/** A link, or the bare text where the address is none that the page may lead to. */
export function link(address: string, text: string): Markup {
  const safe = safeAddress(address);
  return safe === '' ? markup`${text}` : markup`<a href="${safe}" rel="noopener noreferrer">${text}</a>`;
}
