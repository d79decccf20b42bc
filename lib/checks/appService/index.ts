import type { CatalogueCheck } from '../../model/check.ts';
import { httpsOnly, minimumTls, scmMinimumTls, tls13 } from './transport.ts';

/** By id. */
export const appServiceChecks: readonly CatalogueCheck[] = [httpsOnly, minimumTls, scmMinimumTls, tls13];
