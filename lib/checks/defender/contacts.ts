import { define, MalformedError } from '../define.ts';
import { defenderPlan, isOn } from '../defenderPlan.ts';
import {
  anyOf,
  fail,
  isOneOf,
  isTrue,
  notApplicable,
  observedText,
  pass,
  rowsAt,
  textAt,
  valueAt,
} from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Verdict } from '../../model/verdict.ts';
import { subscriptionType } from '../../model/resourceTypes.ts';
import { securityContacts } from './needs.ts';

const reference = 'https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications';
const absent =
  'Fails: what Azure does by default it lists as the contact named default, so without one nothing was set up.';

const postureManagement = defenderPlan('CloudPosture');

/** Passes for one contact that is enabled and does; the evidence of a fail is that of the first. */
function judgeContacts(contacts: readonly Row[], judge: (contact: Row) => Verdict): Verdict {
  const verdicts = contacts.map((contact) => {
    const enabled = isTrue(contact, 'properties.isEnabled');
    return enabled.verdict === 'pass' ? judge(contact) : enabled;
  });
  const found = verdicts.find(({ verdict }) => verdict === 'pass') ?? verdicts[0];
  return found ?? fail('Microsoft.Security/securityContacts', 'empty', 'an enabled contact');
}

/** Addresses are separated by `;` or `,` and are not repeated as evidence: a finding needs no names of people. */
function judgeAddresses(contact: Row): Verdict {
  const path = 'properties.emails';
  const addresses = (textAt(contact, path) ?? '').split(/[;,]/).filter((address) => address.includes('@'));
  const judge = addresses.length > 0 ? pass : fail;
  const observed = addresses.length === 1 ? '1 address' : `${String(addresses.length)} addresses`;
  return judge(path, observed, 'at least 1');
}

function judgeOwners(contact: Row): Verdict {
  const state = isOneOf(contact, 'properties.notificationsByRole.state', { safe: ['On'], unsafe: ['Off'] });
  if (state.verdict !== 'pass') return state;
  const path = 'properties.notificationsByRole.roles';
  const roles: unknown = valueAt(contact, path) ?? [];
  if (!Array.isArray(roles)) throw new MalformedError(`${path} is ${observedText(roles)}, not a list`);
  const judge = roles.includes('Owner') ? pass : fail;
  return judge(path, observedText(roles), 'to hold "Owner"');
}

interface Threshold {
  readonly property: string;
  readonly safe: readonly string[];
  readonly unsafe: readonly string[];
}

/** Sources come as `{sourceType, minimalSeverity}` or `{sourceType, minimalRiskLevel}`, each at most once. */
function judgeThreshold(contact: Row, sourceType: string, { property, safe, unsafe }: Threshold): Verdict {
  const list = 'properties.notificationsSources';
  const source = (rowsAt(contact, list) ?? []).find((one) => one['sourceType'] === sourceType);
  const path = `${list}[${sourceType}].${property}`;
  if (source === undefined) return fail(path, 'not set', anyOf(safe));
  const verdict = isOneOf(source, property, { safe, unsafe });
  return 'because' in verdict ? { ...verdict, because: { ...verdict.because, path } } : verdict;
}

export const contactAddress = define({
  id: 'defender-contact-address',
  title: 'Someone is written to about security alerts',
  severity: 'medium',
  why: 'Owners of a subscription come and go; an address of those who answer for security does not.',
  fix: { text: 'Add the address of the security team under Email notifications in the environment settings.' },
  reference,
  absent,
  policies: ['4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7'],
  on: subscriptionType,
  needs: { contacts: securityContacts },
  evaluate: (_subscription, { contacts }) => judgeContacts(contacts, judgeAddresses),
});

export const contactAlerts = define({
  id: 'defender-contact-alerts',
  title: 'Alerts of high severity are sent by mail',
  severity: 'medium',
  why: 'An alert that nobody is told of is read days later, if at all.',
  fix: { text: 'Notify about alerts of high severity or lower under Email notifications in the environment settings.' },
  reference,
  absent,
  policies: ['6e2593d9-add6-4083-9c9b-4b7d2188c899'],
  on: subscriptionType,
  needs: { contacts: securityContacts },
  evaluate: (_subscription, { contacts }) =>
    judgeContacts(contacts, (contact) =>
      judgeThreshold(contact, 'Alert', { property: 'minimalSeverity', safe: ['High', 'Medium', 'Low'], unsafe: [] }),
    ),
});

export const contactAttackPaths = define({
  id: 'defender-contact-attack-paths',
  title: 'Attack paths of high risk are sent by mail',
  severity: 'low',
  why: 'A new path from the internet to something valuable is best closed before it is walked.',
  fix: {
    text: 'Notify about attack paths of high risk or lower under Email notifications in the environment settings.',
  },
  reference,
  absent: `${absent} Not applicable where Defender CSPM is off.`,
  on: subscriptionType,
  needs: { plan: postureManagement, contacts: securityContacts },
  evaluate(_subscription, { plan, contacts }) {
    if (!isOn(plan)) return notApplicable('attack paths come with Defender CSPM, which is off');
    return judgeContacts(contacts, (contact) =>
      judgeThreshold(contact, 'AttackPath', {
        property: 'minimalRiskLevel',
        safe: ['High', 'Medium', 'Low'],
        unsafe: ['Critical'],
      }),
    );
  },
});

export const contactOwners = define({
  id: 'defender-contact-owners',
  title: 'Owners of the subscription are written to about security alerts',
  severity: 'medium',
  why: 'They can act at once, and they are always there: an address may be left without a reader.',
  fix: { text: 'Choose the role Owner under Email notifications in the environment settings.' },
  reference,
  absent,
  policies: ['0b15565f-aa9e-48ba-8619-45960f2c314d'],
  on: subscriptionType,
  needs: { contacts: securityContacts },
  evaluate: (_subscription, { contacts }) => judgeContacts(contacts, judgeOwners),
});
