import siteExample from '../examples/site.json' with { type: 'json' };
import { isRow } from '../../../model/row.ts';
import type { Row } from '../../../model/row.ts';
import { graphRow } from '../graphRow.ts';
import type { SampleResource } from '../resourceList.ts';
import { developmentSubscription, productionSubscription } from '../subscriptionIds.ts';
import { fromExample, type Placement } from './fromExample.ts';

/** What differs from Microsoft's example: the app's kind and properties, and its settings in `config/web`. */
interface SiteChoice {
  readonly kind?: string;
  readonly properties?: Row;
  readonly config?: Row;
}

function site(placement: Placement, { kind = 'app', properties, config }: SiteChoice): SampleResource {
  const example = fromExample(siteExample, placement);
  const { siteConfig, ...held } = isRow(example['properties']) ? example['properties'] : {};
  const web = {
    id: `${String(example['id'])}/config/web`,
    name: placement.name,
    type: 'Microsoft.Web/sites/config',
    location: placement.location,
    properties: { ...(isRow(siteConfig) ? siteConfig : {}), ...config },
  };
  // Neither lists nor Resource Graph fill siteConfig in.
  const filled = { ...held, resourceGroup: placement.group, siteConfig: { minTlsVersion: null }, ...properties };
  const body = { ...example, kind, properties: filled };
  return { row: graphRow(body), body, children: { 'config/web': web } };
}

const production = { subscription: productionSubscription, location: 'westeurope', group: 'rg-web' };
const development = { subscription: developmentSubscription, location: 'swedencentral', group: 'rg-dev' };
const https: Row = { httpsOnly: true };

/** Web and function apps. */
export function appServiceSample(): readonly SampleResource[] {
  return [
    site(
      { ...production, name: 'contoso-shop' },
      { properties: https, config: { minTlsVersion: '1.3', scmMinTlsVersion: '1.3' } },
    ),
    site({ ...production, name: 'contoso-prices' }, { properties: https }),
    site({ ...production, name: 'contoso-intranet' }, { config: { minTlsVersion: '1.0', scmMinTlsVersion: '1.0' } }),
    site(
      { ...development, name: 'fabrikam-jobs' },
      { kind: 'functionapp,linux', properties: https, config: { scmMinTlsVersion: '1.1' } },
    ),
    site({ ...development, name: 'fabrikam-demo' }, { config: { minTlsVersion: null } }),
  ];
}
