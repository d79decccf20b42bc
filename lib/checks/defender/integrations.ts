import { define } from '../define.ts';
import { isOn } from '../defenderPlan.ts';
import { fail, notApplicable, observedText, pass, valueAt } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { securitySettings } from './needs.ts';
import { servers } from './servers.ts';

/** Settings come as `{name, properties: {enabled}}`: https://learn.microsoft.com/rest/api/defenderforcloud/settings/list */
function judgeSetting(settings: readonly Row[], name: string): Verdict {
  const setting = settings.find((one) => one['name'] === name);
  const value = setting && valueAt(setting, 'properties.enabled');
  const judge = value === true ? pass : fail;
  return judge(`settings[${name}].properties.enabled`, observedText(value), 'true');
}

export const endpointIntegration = define({
  id: 'defender-endpoint-integration',
  title: 'Defender for Endpoint reaches the machines',
  severity: 'high',
  why: 'Detection and response of Defender for Servers is the sensor of Defender for Endpoint, which is not installed while this is off.',
  fix: {
    text: 'Turn on endpoint protection in the settings of Defender for Servers. It is part of the price.',
    cli: 'az security setting update --subscription {subscription} --name WDATP --enabled true',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/integration-defender-for-endpoint',
  absent: 'Fails: a setting that is not listed is not on. Not applicable where Defender for Servers is off.',
  on: subscriptionType,
  needs: { plan: servers, settings: securitySettings },
  evaluate(_subscription, { plan, settings }) {
    if (!isOn(plan)) return notApplicable('Defender for Servers is off, which defender-servers-plan shows');
    return judgeSetting(settings, 'WDATP');
  },
});

export const cloudAppsIntegration = define({
  id: 'defender-cloud-apps-integration',
  title: 'Defender for Cloud Apps reads the activity of the subscription',
  severity: 'low',
  why: 'Some alerts on the control plane rest on what Defender for Cloud Apps knows of the users behind it. It needs its own licence.',
  fix: {
    text: 'Allow Microsoft Defender for Cloud Apps to access the data, under Integrations in the environment settings.',
    cli: 'az security setting update --subscription {subscription} --name MCAS --enabled true',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-resource-manager-introduction',
  absent: 'Fails: a setting that is not listed is not on.',
  on: subscriptionType,
  needs: { settings: securitySettings },
  evaluate: (_subscription, { settings }) => judgeSetting(settings, 'MCAS'),
});
