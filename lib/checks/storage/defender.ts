import { isOn, judgeExtension, judgeTier } from '../defenderPlan.ts';
import { define } from '../define.ts';
import { isOneOf } from '../property.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { storageDefender } from './needs.ts';

const fullPlan = '640d2586-54d2-465f-877f-9ffc1d2109f4';

const whyOff = 'Defender for Storage is off, which storage-defender-plan shows';

// Plans are listed for a subscription, not for an account: one read a subscription serves these three.

export const defenderPlan = define({
  id: 'storage-defender-plan',
  title: 'Defender for Storage watches the subscription',
  severity: 'high',
  why: 'It reports malicious uploads, exfiltration and misuse of keys and SAS as they happen; nothing else in the account does.',
  fix: {
    text: 'Turn on the current plan of Defender for Storage. It is billed for each account.',
    cli: 'az security pricing create --subscription {subscription} --name StorageAccounts --tier Standard --subplan DefenderForStorageV2',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-storage-introduction',
  absent: 'Fails: a plan that does not name DefenderForStorageV2 is not known to be the current one.',
  policies: [fullPlan],
  on: subscriptionType,
  needs: { plan: storageDefender },
  evaluate(_subscription, { plan }) {
    if (!isOn(plan)) return judgeTier(plan);
    return isOneOf(plan, 'properties.subPlan', {
      safe: ['DefenderForStorageV2'],
      // The classic plans, which get no new protection.
      unsafe: ['PerTransaction', 'PerStorageAccount'],
    });
  },
});

export const defenderMalwareScanning = define({
  id: 'storage-defender-malware-scanning',
  title: 'Uploaded blobs are scanned for malware',
  severity: 'medium',
  why: 'Whatever reads the blobs next, people or programs, otherwise gets what anyone uploaded.',
  fix: {
    text: 'Turn on malware scanning in Defender for Storage, with a monthly limit. It is billed by the gigabyte.',
    cli: 'az security pricing create --subscription {subscription} --name StorageAccounts --tier Standard --subplan DefenderForStorageV2 --extensions name=OnUploadMalwareScanning isEnabled=True',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-storage-malware-scan',
  absent: 'Fails: an extension that is not listed is off. Not applicable where the plan itself is off.',
  policies: [fullPlan],
  on: subscriptionType,
  needs: { plan: storageDefender },
  evaluate: (_subscription, { plan }) => judgeExtension(plan, 'OnUploadMalwareScanning', whyOff),
});

export const defenderSensitiveData = define({
  id: 'storage-defender-sensitive-data',
  title: 'Alerts tell which accounts hold sensitive data',
  severity: 'low',
  why: 'Knowing where sensitive data lies tells which alert to read first.',
  fix: {
    text: 'Turn on sensitive data discovery in Defender for Storage. It costs nothing extra.',
    cli: 'az security pricing create --subscription {subscription} --name StorageAccounts --tier Standard --subplan DefenderForStorageV2 --extensions name=SensitiveDataDiscovery isEnabled=True',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-storage-data-sensitivity',
  absent: 'Fails: an extension that is not listed is off. Not applicable where the plan itself is off.',
  policies: [fullPlan],
  on: subscriptionType,
  needs: { plan: storageDefender },
  evaluate: (_subscription, { plan }) => judgeExtension(plan, 'SensitiveDataDiscovery', whyOff),
});
