import { define } from '../define.ts';
import { defenderPlan, isOn, judgeExtension, type Plan } from '../defenderPlan.ts';
import { notApplicable, valueAt } from '../property.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { servers } from './servers.ts';

const postureManagement = defenderPlan('CloudPosture');
const containers = defenderPlan('Containers');

/** An extension that several plans offer and that one of them has to have on. */
function judgeOffered(plans: readonly Plan[], extension: string, whyOff: string): Verdict {
  const verdicts = plans.filter(isOn).map((plan) => judgeExtension(plan, extension, whyOff));
  return verdicts.find(({ verdict }) => verdict === 'pass') ?? verdicts[0] ?? notApplicable(whyOff);
}

/** Plan 1 has no extension; a plan without a sub-plan is the full one. */
const isFull = (plan: Plan): boolean => isOn(plan) && valueAt(plan, 'properties.subPlan') !== 'P1';

export const agentlessScanning = define({
  id: 'defender-agentless-scanning',
  title: 'Machines are scanned without an agent',
  severity: 'medium',
  why: 'A scan of the disks finds vulnerabilities, secrets and missing endpoint protection also where an agent is not installed or was stopped.',
  fix: {
    text: 'Turn on agentless scanning for machines in Defender for Servers Plan 2 or in Defender CSPM. It is part of the price.',
    cli: 'az security pricing create --subscription {subscription} --name VirtualMachines --tier Standard --subplan P2 --extensions name=AgentlessVmScanning isEnabled=True',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/concept-agentless-data-collection',
  absent: 'Fails: an extension that is not listed is off. Not applicable where no plan that offers it is on.',
  on: subscriptionType,
  needs: { servers, posture: postureManagement },
  evaluate: (_subscription, { servers: plan, posture }) =>
    judgeOffered(
      isFull(plan) ? [plan, posture] : [posture],
      'AgentlessVmScanning',
      'it comes with Defender CSPM and Defender for Servers Plan 2, which are off',
    ),
});

export const registryScanning = define({
  id: 'defender-registry-scanning',
  title: 'Images in container registries are scanned',
  severity: 'high',
  why: 'An image with a known vulnerability is found in the registry rather than by whoever attacks the container.',
  fix: {
    text: 'Turn on the vulnerability assessment of registries in Defender for Containers or in Defender CSPM.',
    cli: 'az security pricing create --subscription {subscription} --name Containers --tier Standard --extensions name=ContainerRegistriesVulnerabilityAssessments isEnabled=True',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/agentless-vulnerability-assessment-azure',
  absent: 'Fails: an extension that is not listed is off. Not applicable where no plan that offers it is on.',
  on: subscriptionType,
  needs: { containers, posture: postureManagement },
  evaluate: (_subscription, { containers: plan, posture }) =>
    judgeOffered(
      [plan, posture],
      'ContainerRegistriesVulnerabilityAssessments',
      'it comes with Defender for Containers and Defender CSPM, which are off',
    ),
});
