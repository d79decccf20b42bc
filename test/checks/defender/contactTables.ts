import type { Row } from '../../../lib/model/row.ts';
import type { CheckTables } from '../checkTable.ts';
import { changed } from '../given.ts';
import { contacts, denied, listed, off, plan, plans } from './given.ts';

// https://github.com/Azure/azure-rest-api-specs/blob/main/specification/security/resource-manager/Microsoft.Security/preview/2023-12-01-preview/examples/SecurityContacts/GetSecurityContactsSubscription_example.json
const exampleContact: Row = {
  id: '/subscriptions/20ff7fc3-e762-44dd-bd96-b71116dcdc23/providers/Microsoft.Security/securityContact/default',
  name: 'default',
  type: 'Microsoft.Security/securityContact',
};
const exampleProperties: Row = {
  notificationsByRole: { state: 'On', roles: ['Owner', 'Admin'] },
  isEnabled: true,
  emails: 'john@contoso.com;Jane@contoso.com',
  phone: '(214)275-4038',
  notificationsSources: [
    { sourceType: 'AttachPath', minimalRiskLevel: 'Critical' },
    { sourceType: 'Alert', minimalSeverity: 'Medium' },
  ],
};

const contact = (properties: Row = {}): Row => ({
  ...exampleContact,
  properties: changed(exampleProperties, properties),
});
const given = (...properties: readonly Row[]) => listed(contacts(...properties.map(contact)));
const denial = listed(denied('securityContacts'));

const none = 'Microsoft.Security/securityContacts is empty; expected an enabled contact';
const disabled = 'properties.isEnabled is false; expected true';
const unsaid = 'properties.isEnabled is not set; expected true';

const byRole = 'properties.notificationsByRole';
const roles = (...names: readonly unknown[]): Row => ({ notificationsByRole: { state: 'On', roles: names } });

const sources = 'properties.notificationsSources';
const from = (sourceType: string, rest: Row): Row => ({ notificationsSources: [{ sourceType, ...rest }] });
const severity = `${sources}[Alert].minimalSeverity`;
const levels = 'expected "High" or "Medium" or "Low"';
const risk = `${sources}[AttackPath].minimalRiskLevel`;

const withPosture = (...properties: readonly Row[]) =>
  listed({ ...plans(plan('CloudPosture')), ...contacts(...properties.map(contact)) });
const path = (minimalRiskLevel: unknown) => from('AttackPath', { minimalRiskLevel });

export const contactTables: CheckTables = {
  'defender-contact-address': {
    pass: [
      [given({}), 'properties.emails is 2 addresses; expected at least 1'],
      [given({ emails: 'a@b.c' }), 'properties.emails is 1 address; expected at least 1'],
      [given({ emails: 'a@b.c, d@e.f,' }), 'properties.emails is 2 addresses; expected at least 1'],
      [given({ emails: '' }, {}), 'properties.emails is 2 addresses; expected at least 1'],
    ],
    fail: [
      [given({ emails: '' }), 'properties.emails is 0 addresses; expected at least 1'],
      [given({ emails: ';' }), 'properties.emails is 0 addresses; expected at least 1'],
      [given({ emails: 'nobody' }), 'properties.emails is 0 addresses; expected at least 1'],
      [given({ emails: undefined }), 'properties.emails is 0 addresses; expected at least 1'],
      [given({ emails: null }), 'properties.emails is 0 addresses; expected at least 1'],
      [given({ isEnabled: false }), disabled],
      [given({ isEnabled: undefined }), unsaid],
      [given({ isEnabled: null }), unsaid],
      [given({ isEnabled: 'true' }), 'properties.isEnabled is "true"; expected true'],
      [given(), none],
    ],
    unknown: [
      [given({ emails: ['a@b.c'] }), 'malformed: properties.emails is ["a@b.c"], not text'],
      [listed(contacts({ ...exampleContact })), 'malformed: properties is not set'],
      [denial, 'denied: AuthorizationFailed'],
    ],
  },
  'defender-contact-owners': {
    pass: [
      [given({}), `${byRole}.roles is ["Owner","Admin"]; expected to hold "Owner"`],
      [given(roles('Contributor', 'Owner')), `${byRole}.roles is ["Contributor","Owner"]; expected to hold "Owner"`],
    ],
    fail: [
      [given(roles('Contributor')), `${byRole}.roles is ["Contributor"]; expected to hold "Owner"`],
      [given(roles('owner')), `${byRole}.roles is ["owner"]; expected to hold "Owner"`],
      [given(roles()), `${byRole}.roles is []; expected to hold "Owner"`],
      [given({ notificationsByRole: { state: 'On' } }), `${byRole}.roles is []; expected to hold "Owner"`],
      [given({ notificationsByRole: { state: 'On', roles: null } }), `${byRole}.roles is []; expected to hold "Owner"`],
      [given({ notificationsByRole: { state: 'Off', roles: ['Owner'] } }), `${byRole}.state is "Off"; expected "On"`],
      [given({ notificationsByRole: { roles: ['Owner'] } }), `${byRole}.state is not set; expected "On"`],
      [given({ notificationsByRole: null }), `${byRole}.state is not set; expected "On"`],
      [given({ isEnabled: false }), disabled],
      [given(), none],
    ],
    unknown: [
      [
        given({ notificationsByRole: { state: 'Weekly', roles: ['Owner'] } }),
        `malformed: ${byRole}.state is "Weekly", which is none of "On", "Off"`,
      ],
      [
        given({ notificationsByRole: { state: 'On', roles: 'Owner' } }),
        `malformed: ${byRole}.roles is "Owner", not a list`,
      ],
      [denial, 'denied: AuthorizationFailed'],
    ],
  },
  'defender-contact-alerts': {
    pass: [
      [given({}), `${severity} is "Medium"; ${levels}`],
      [given(from('Alert', { minimalSeverity: 'High' })), `${severity} is "High"; ${levels}`],
      [given(from('Alert', { minimalSeverity: 'Low' })), `${severity} is "Low"; ${levels}`],
    ],
    fail: [
      [given(from('AttackPath', { minimalRiskLevel: 'Low' })), `${severity} is not set; ${levels}`],
      [given(from('Alert', { minimalSeverity: null })), `${severity} is not set; ${levels}`],
      [given(from('Alert', {})), `${severity} is not set; ${levels}`],
      [given({ notificationsSources: [] }), `${severity} is not set; ${levels}`],
      [given({ notificationsSources: null }), `${severity} is not set; ${levels}`],
      [given({ isEnabled: false }), disabled],
      [given(), none],
    ],
    unknown: [
      [
        given(from('Alert', { minimalSeverity: 'Critical' })),
        'malformed: minimalSeverity is "Critical", which is none of "High", "Medium", "Low"',
      ],
      [given({ notificationsSources: {} }), `malformed: ${sources} is {}, not a list`],
      [denial, 'denied: AuthorizationFailed'],
    ],
  },
  'defender-contact-attack-paths': {
    pass: [
      [withPosture(path('High')), `${risk} is "High"; ${levels}`],
      [withPosture(path('Low')), `${risk} is "Low"; ${levels}`],
    ],
    fail: [
      [withPosture(path('Critical')), `${risk} is "Critical"; ${levels}`],
      [withPosture(path(null)), `${risk} is not set; ${levels}`],
      [withPosture({}), `${risk} is not set; ${levels}`],
      [withPosture({ isEnabled: false }), disabled],
      [withPosture(), none],
    ],
    unknown: [
      [
        withPosture(path('Severe')),
        'malformed: minimalRiskLevel is "Severe", which is none of "High", "Medium", "Low", "Critical"',
      ],
      [listed({ ...plans(plan('CloudPosture')), ...denied('securityContacts') }), 'denied: AuthorizationFailed'],
      [listed({ ...denied('pricings'), ...contacts() }), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [
      [
        listed({ ...plans(plan('CloudPosture', off)), ...contacts() }),
        'attack paths come with Defender CSPM, which is off',
      ],
      [listed({ ...plans(), ...contacts() }), 'attack paths come with Defender CSPM, which is off'],
    ],
  },
};
