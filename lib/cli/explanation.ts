import type { CheckExplained, NeedExplained } from '../checks/explain.ts';

const calls: Readonly<Record<NeedExplained['from'], string>> = {
  child: 'one call for each subject',
  defender: 'one call for each subscription',
  vault: 'calls of each vault itself, where KEY_VAULT_DATA_PLANE is true',
  references: 'a join: what the subject names',
  referrers: 'a join: what names the subject',
  within: 'a join: all in the subscription',
};

function need({ from, name, apiVersion, permission }: NeedExplained): string {
  const version = apiVersion === '' ? '' : ` (${apiVersion})`;
  return `  ${name}${version}\n    ${calls[from]}, with ${permission}`;
}

function listing({ table, apiVersion }: CheckExplained['subject']): string {
  return table === ''
    ? `listed by Azure Resource Manager at ${apiVersion}`
    : `listed by Resource Graph (${table}), confirmed at ${apiVersion}`;
}

/** A check in words, for a terminal. */
export function explanation(check: CheckExplained): string {
  const { subject, fix } = check;
  const needs = check.needs.length === 0 ? ['  nothing besides the subject'] : check.needs.map(need);
  return `${[
    `${check.id} (${check.severity})`,
    `${check.title}. ${check.why}`,
    '',
    `Subject: ${subject.type}, ${listing(subject)}`,
    'Needs:',
    ...needs,
    `Permissions: ${check.permissions.join(', ')}`,
    `Where the property is absent: ${check.absent}`,
    `Fix: ${fix.text}`,
    ...(fix.cli === undefined ? [] : [`  ${fix.cli}`]),
    `Reference: ${check.reference}`,
  ].join('\n')}\n`;
}
