import { isVaultData, type CatalogueCheck, type Source } from '../model/check.ts';
import { openShieldRules } from './openShieldRules.ts';
import { resourceTypes } from '../model/resourceTypes.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);
const code = (text: string): string => `\`${text}\``;
const typeName = ({ on }: CatalogueCheck): string => resourceTypes[on]?.name ?? on;

function overview(checks: readonly CatalogueCheck[]): string {
  const rows = checks.map((check) => `| [${check.id}](#${check.id}) | ${check.severity} | ${cell(check.title)} |`);
  return ['| check | severity | what holds when it passes |', '|---|---|---|', ...rows].join('\n');
}

/** The Azure action that a need is read with. */
function permissionOf(source: Source): string {
  return 'permission' in source ? source.permission : (resourceTypes[source.type]?.permission ?? source.type);
}

/** The Azure actions that let a check read all that it judges. */
function permissions(check: CatalogueCheck): readonly string[] {
  const own = resourceTypes[check.on]?.permission;
  const all = [...(own === undefined ? [] : [own]), ...check.sources.map(permissionOf)];
  return [...new Set(all)];
}

function section(check: CatalogueCheck): string {
  const facts = [
    `- Severity: ${check.severity}`,
    `- On: ${code(typeName(check))}`,
    `- Reads with: ${permissions(check).map(code).join(', ')}`,
    ...(check.sources.some(isVaultData)
      ? ['- Switched off by default: [certificates](permissions.md#certificates) are read from the vaults themselves']
      : []),
    `- Where the property is absent: ${check.absent}`,
    ...(check.policies ? [`- Azure Policy: ${check.policies.map(code).join(', ')}`] : []),
    `- Reference: <${check.reference}>`,
  ];
  const command = check.fix.cli === undefined ? [] : [`\`\`\`sh\n${check.fix.cli}\n\`\`\``];
  const paragraphs = [
    `### ${check.id}`,
    `**${check.title}.** ${check.why}`,
    facts.join('\n'),
    `Fix: ${check.fix.text}`,
  ];
  return [...paragraphs, ...command].join('\n\n');
}

function counterparts(): readonly string[] {
  const rows = Object.entries(openShieldRules).map(([rule, of]) => {
    const ours = typeof of === 'string' ? `none: ${of}` : of.map((id) => `[${id}](#${id})`).join(', ');
    return `| ${rule} | ${cell(ours)} |`;
  });
  const intro = 'For those who come from OpenShield: each of its rules, and the checks that judge the same.';
  return ["## OpenShield's rules", intro, ['| rule | checks |', '|---|---|', ...rows].join('\n')];
}

/** The catalogue as markdown: the text of docs/checks.md. */
export function catalogueDocument(checks: readonly CatalogueCheck[]): string {
  const services = [...new Set(checks.map(({ service }) => service))];
  const parts = services.flatMap((service) => {
    const own = checks.filter((check) => check.service === service);
    return [`## ${service}`, overview(own), ...own.map(section)];
  });
  const intro = `${String(checks.length)} checks. This page is generated from lib/checks; \`{id}\`, \`{name}\`, \`{resourceGroup}\` and \`{subscription}\` in a command stand for the resource.`;
  return `${['# Checks', intro, ...parts, ...counterparts()].join('\n\n')}\n`;
}
