import { define } from '../define.ts';
import { defenderPlan, isOn, judgeTier, type Plan } from '../defenderPlan.ts';
import { isOneOf } from '../property.ts';
import type { CatalogueCheck, Severity } from '../../model/check.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';

interface PlanFacts {
  readonly id: string;
  /** As Azure names the plan. */
  readonly plan: string;
  readonly title: string;
  readonly severity: Severity;
  readonly why: string;
  /** The page below https://learn.microsoft.com/azure/defender-for-cloud/ */
  readonly page: string;
  readonly policy: string;
  /** Sub-plans that the command has to choose from; those of Key Vault, Resource Manager and APIs differ in price alone. */
  readonly subPlan?: string;
  readonly judge?: (plan: Plan) => Verdict;
}

/** Plan 1 brings the sensor of Defender for Endpoint, Plan 2 all else; without a sub-plan the full plan applies. */
function judgeServers(plan: Plan): Verdict {
  if (!isOn(plan)) return judgeTier(plan);
  return isOneOf(plan, 'properties.subPlan', { safe: ['P1', 'P2'], unsafe: [], absentIs: 'P2' });
}

/**
 * The plans of the subscription that can still be turned on. Left out: Dns (part of Defender for Servers Plan 2 since
 * 2023), KubernetesService and ContainerRegistry (replaced by Containers), StorageAccounts (judged with storage).
 */
const plans: readonly PlanFacts[] = [
  {
    id: 'defender-ai-plan',
    plan: 'AI',
    title: 'Defender for AI Services watches the subscription',
    severity: 'medium',
    why: 'It reports jailbreaks, leaked credentials and data theft through generative AI as they happen; the models themselves do not.',
    page: 'ai-threat-protection',
    policy: 'c2c0c6d8-007b-4a48-8d9b-3539bddd8e87',
  },
  {
    id: 'defender-apis-plan',
    plan: 'Api',
    title: 'Defender for APIs watches the subscription',
    severity: 'low',
    why: 'It finds APIs without authentication and reports attacks on those that are published through API Management.',
    page: 'defender-for-apis-introduction',
    policy: '7926a6d1-b268-4586-8197-e8ae90c877d7',
    subPlan: 'P1',
  },
  {
    id: 'defender-app-service-plan',
    plan: 'AppServices',
    title: 'Defender for App Service watches the subscription',
    severity: 'high',
    why: 'It reports attacks on web apps, and DNS names that were left dangling for anyone to take over.',
    page: 'defender-for-app-service-introduction',
    policy: '2913021d-f2fd-4f3d-b958-22354e2bdbcb',
  },
  {
    id: 'defender-azure-sql-plan',
    plan: 'SqlServers',
    title: 'Defender for Azure SQL watches the subscription',
    severity: 'high',
    why: 'It reports injection, brute force and unusual access to Azure SQL, and finds weak settings in the databases.',
    page: 'defender-for-sql-introduction',
    policy: '7fe3b40f-802b-4cdd-8bd4-fd799c948cc2',
  },
  {
    id: 'defender-containers-plan',
    plan: 'Containers',
    title: 'Defender for Containers watches the subscription',
    severity: 'high',
    why: 'It reports attacks on clusters and nodes, and vulnerable images in registries and at run time.',
    page: 'defender-for-containers-introduction',
    policy: '1c988dd6-ade4-430f-a608-2a3e5b0a6d38',
  },
  {
    id: 'defender-cosmos-db-plan',
    plan: 'CosmosDbs',
    title: 'Defender for Azure Cosmos DB watches the subscription',
    severity: 'high',
    why: 'It reports injection, stolen keys and data theft in Cosmos DB accounts as they happen.',
    page: 'concept-defender-for-cosmos',
    policy: 'adbe85b5-83e6-4350-ab58-bf3a4f736e5e',
  },
  {
    id: 'defender-cspm-plan',
    plan: 'CloudPosture',
    title: 'Defender CSPM assesses the subscription',
    severity: 'medium',
    why: 'Without it there are no attack paths, no agentless scans and no search for sensitive data: only the free recommendations.',
    page: 'concept-cloud-security-posture-management',
    policy: '1f90fc71-a595-4066-8974-d4d0802e8ef0',
  },
  {
    id: 'defender-key-vault-plan',
    plan: 'KeyVaults',
    title: 'Defender for Key Vault watches the subscription',
    severity: 'high',
    why: 'It reports unusual reads of keys and secrets, which are often the first trace of a stolen identity.',
    page: 'defender-for-key-vault-introduction',
    policy: '0e6763cc-5078-4e64-889d-ff4d9a839047',
    subPlan: 'PerKeyVault',
  },
  {
    id: 'defender-open-source-databases-plan',
    plan: 'OpenSourceRelationalDatabases',
    title: 'Defender for open-source databases watches the subscription',
    severity: 'high',
    why: 'It reports brute force and unusual access to PostgreSQL and MySQL servers as they happen.',
    page: 'defender-for-databases-introduction',
    policy: '0a9fbe0d-c5c4-4da8-87d8-f4fd77338835',
  },
  {
    id: 'defender-resource-manager-plan',
    plan: 'Arm',
    title: 'Defender for Resource Manager watches the subscription',
    severity: 'high',
    why: 'It reports attacks on the control plane itself, where one stolen token reaches every resource.',
    page: 'defender-for-resource-manager-introduction',
    policy: 'c3d20c29-b36d-48fe-808b-99a87530ad99',
    subPlan: 'PerSubscription',
  },
  {
    id: 'defender-servers-plan',
    plan: 'VirtualMachines',
    title: 'Defender for Servers watches the subscription',
    severity: 'high',
    why: 'It puts endpoint detection and response on each machine; without it an intruder on one is not seen.',
    page: 'defender-for-servers-overview',
    policy: '4da35fc9-c9e7-4960-aec9-797fe7d9051d',
    subPlan: 'P2',
    judge: judgeServers,
  },
  {
    id: 'defender-sql-on-machines-plan',
    plan: 'SqlServerVirtualMachines',
    title: 'Defender for SQL servers on machines watches the subscription',
    severity: 'high',
    why: 'It reports injection and brute force against SQL Server on virtual machines, which Defender for Azure SQL does not see.',
    page: 'defender-for-sql-usage',
    policy: '6581d072-105e-4418-827f-bd446d56421b',
  },
];

function planCheck({ plan, page, policy, subPlan, judge = judgeTier, ...facts }: PlanFacts): CatalogueCheck {
  const choice = subPlan === undefined ? '' : ` --subplan ${subPlan}`;
  return define({
    ...facts,
    fix: {
      text: 'Turn on the plan in the environment settings of Defender for Cloud. It is billed by what it protects.',
      cli: `az security pricing create --subscription {subscription} --name ${plan} --tier Standard${choice}`,
    },
    reference: `https://learn.microsoft.com/azure/defender-for-cloud/${page}`,
    absent:
      'Unknown: Azure gives every plan a tier. Fails where no plan is listed: the subscription was never registered for Defender for Cloud.',
    policies: [policy],
    on: subscriptionType,
    needs: { plan: defenderPlan(plan) },
    evaluate: (_subscription, values) => judge(values.plan),
  });
}

/** By id. */
export const planChecks: readonly CatalogueCheck[] = plans.map(planCheck);
