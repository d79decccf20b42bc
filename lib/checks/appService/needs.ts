import { child } from '../define.ts';

/** The subject's type: web, function and logic apps. */
export const site = 'microsoft.web/sites';

/** Lists of sites leave `siteConfig` empty, so it costs a read an app: https://learn.microsoft.com/rest/api/appservice/web-apps/get-configuration */
export const webConfig = child('config/web', '2024-04-01', 'Microsoft.Web/sites/config/read');
