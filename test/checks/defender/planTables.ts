import type { CheckRows, CheckTables } from '../checkTable.ts';
import { denied, extension, listed, off, plan, plans } from './given.ts';

const tier = 'properties.pricingTier';
const subPlan = 'properties.subPlan';
const notInUse = 'Microsoft.Security/pricings is empty (Defender for Cloud is not in use); expected a list of plans';

/** Rows of a check that asks for the tier alone. */
function planRows(name: string): CheckRows {
  const given = (properties = {}) => listed(plans(plan('Dns', off), plan(name, properties)));
  return {
    pass: [
      [given(), `${tier} is "Standard"; expected "Standard"`],
      [given({ subPlan: 'Any' }), `${tier} is "Standard"; expected "Standard"`],
      [listed(plans(plan(name.toUpperCase()))), `${tier} is "Standard"; expected "Standard"`],
    ],
    fail: [
      [given(off), `${tier} is "Free"; expected "Standard"`],
      [listed(plans()), notInUse],
    ],
    unknown: [
      [given({ pricingTier: null }), `malformed: ${tier} is not set`],
      [given({ pricingTier: undefined }), `malformed: ${tier} is not set`],
      [given({ pricingTier: 'standard' }), `malformed: ${tier} is "standard", which is none of "Standard", "Free"`],
      [listed(plans({ ...plan(name), properties: null })), 'malformed: properties is not set'],
      // Of another plan: what is on says nothing of what is not listed.
      [listed(plans(plan(`${name}2`))), `notFound: Azure lists no plan ${name}`],
      [listed(denied('pricings')), 'denied: AuthorizationFailed'],
    ],
  };
}

const servers = (properties: object) => listed(plans(plan('VirtualMachines', { ...properties })));
const wanted = 'expected "P1" or "P2"';

const posture = (properties = {}) => plan('CloudPosture', properties);
const machines = (properties = {}) => plan('VirtualMachines', { subPlan: 'P2', ...properties });
const containers = (properties = {}) => plan('Containers', properties);
const scanned = (isEnabled: unknown) => extension('AgentlessVmScanning', isEnabled);
const assessed = (isEnabled: unknown) => extension('ContainerRegistriesVulnerabilityAssessments', isEnabled);
const scanning = 'properties.extensions[AgentlessVmScanning].isEnabled';
const assessing = 'properties.extensions[ContainerRegistriesVulnerabilityAssessments].isEnabled';
const noScans = 'it comes with Defender CSPM and Defender for Servers Plan 2, which are off';
const noAssessments = 'it comes with Defender for Containers and Defender CSPM, which are off';

export const planTables: CheckTables = {
  'defender-ai-plan': planRows('AI'),
  'defender-apis-plan': planRows('Api'),
  'defender-app-service-plan': planRows('AppServices'),
  'defender-azure-sql-plan': planRows('SqlServers'),
  'defender-containers-plan': planRows('Containers'),
  'defender-cosmos-db-plan': planRows('CosmosDbs'),
  'defender-cspm-plan': planRows('CloudPosture'),
  'defender-key-vault-plan': planRows('KeyVaults'),
  'defender-open-source-databases-plan': planRows('OpenSourceRelationalDatabases'),
  'defender-resource-manager-plan': planRows('Arm'),
  'defender-sql-on-machines-plan': planRows('SqlServerVirtualMachines'),
  'defender-servers-plan': {
    pass: [
      [servers({ subPlan: 'P2' }), `${subPlan} is "P2"; ${wanted}`],
      [servers({ subPlan: 'P1' }), `${subPlan} is "P1"; ${wanted}`],
      [servers({}), `${subPlan} is not set (default "P2"); ${wanted}`],
      [servers({ subPlan: null }), `${subPlan} is not set (default "P2"); ${wanted}`],
    ],
    fail: [
      [servers(off), `${tier} is "Free"; expected "Standard"`],
      [servers({ ...off, subPlan: 'P2' }), `${tier} is "Free"; expected "Standard"`],
      [listed(plans()), notInUse],
    ],
    unknown: [
      [servers({ subPlan: 'P3' }), `malformed: ${subPlan} is "P3", which is none of "P1", "P2"`],
      [servers({ pricingTier: null, subPlan: 'P2' }), `malformed: ${tier} is not set`],
      [listed(plans(plan('CloudPosture'))), 'notFound: Azure lists no plan VirtualMachines'],
      [listed(denied('pricings')), 'denied: AuthorizationFailed'],
    ],
  },
  'defender-agentless-scanning': {
    pass: [
      [listed(plans(machines(scanned('True')), posture(off))), `${scanning} is "True"; expected "True"`],
      [listed(plans(machines(scanned('False')), posture(scanned('True')))), `${scanning} is "True"; expected "True"`],
      [listed(plans(machines(off), posture(scanned('True')))), `${scanning} is "True"; expected "True"`],
      [
        listed(plans(machines({ ...scanned('True'), subPlan: undefined }), posture(off))),
        `${scanning} is "True"; expected "True"`,
      ],
    ],
    fail: [
      [listed(plans(machines(scanned('False')), posture(off))), `${scanning} is "False"; expected "True"`],
      [listed(plans(machines(), posture(scanned('False')))), `${scanning} is not set; expected "True"`],
      [listed(plans(machines(scanned(true)), posture(off))), `${scanning} is true; expected "True"`],
      [listed(plans(machines(scanned(null)), posture(off))), `${scanning} is not set; expected "True"`],
      [listed(plans(machines({ extensions: null }), posture())), `${scanning} is not set; expected "True"`],
      [listed(plans(machines({ subPlan: 'P1' }), posture())), `${scanning} is not set; expected "True"`],
    ],
    notApplicable: [
      [listed(plans(machines(off), posture(off))), noScans],
      [listed(plans(machines({ ...scanned('True'), subPlan: 'P1' }), posture(off))), noScans],
      [listed(plans()), noScans],
    ],
    unknown: [
      [
        listed(plans(machines({ extensions: 'none' }), posture())),
        'malformed: properties.extensions is "none", not a list',
      ],
      [listed(plans(machines())), 'notFound: Azure lists no plan CloudPosture'],
      [listed(denied('pricings')), 'denied: AuthorizationFailed'],
    ],
  },
  'defender-registry-scanning': {
    pass: [
      [listed(plans(containers(assessed('True')), posture(off))), `${assessing} is "True"; expected "True"`],
      [listed(plans(containers(off), posture(assessed('True')))), `${assessing} is "True"; expected "True"`],
    ],
    fail: [
      [listed(plans(containers(assessed('False')), posture())), `${assessing} is "False"; expected "True"`],
      [listed(plans(containers(), posture(off))), `${assessing} is not set; expected "True"`],
      [listed(plans(containers(assessed(null)), posture(off))), `${assessing} is not set; expected "True"`],
    ],
    notApplicable: [
      [listed(plans(containers(off), posture(off))), noAssessments],
      [listed(plans()), noAssessments],
    ],
    unknown: [
      [listed(plans(containers({ pricingTier: null }), posture())), `malformed: ${tier} is not set`],
      [listed(denied('pricings')), 'denied: AuthorizationFailed'],
    ],
  },
};
