import type { Row } from '../../../lib/model/row.ts';
import type { Read } from '../../../lib/model/verdict.ts';
import type { CheckTables } from '../checkTable.ts';
import { found, refused, type Given } from '../given.ts';
import { ofSynapse, reading, server, synapse, withChild } from './server.ts';

const alerts = 'securityAlertPolicies/Default';
const state = 'properties.state';
const scans = 'properties.recurringScans.isEnabled';
const denied = refused('denied', 'AuthorizationFailed', 'the/action');
const missing = refused('notFound', 'no such child', '');

const assessments = (express: Read<readonly Row[]>, classic: Read<readonly Row[]>): Given => ({
  subject: server(),
  reads: { 'sqlVulnerabilityAssessments/default': express, 'vulnerabilityAssessments/default': classic },
});
const express = (value: unknown) => found({ name: 'Default', properties: { state: value } });
const classic = (isEnabled: unknown) =>
  found({ name: 'default', properties: { recurringScans: { isEnabled, emailSubscriptionAdmins: true, emails: [] } } });

export const protectionTables: CheckTables = {
  'sql-threat-protection': {
    pass: [[withChild(alerts, { state: 'Enabled' }), `${state} is "Enabled"; expected "Enabled"`]],
    fail: [[withChild(alerts, { state: 'Disabled' }), `${state} is "Disabled"; expected "Enabled"`]],
    unknown: [
      [withChild(alerts, { state: null }), `malformed: ${state} is not set`],
      [withChild(alerts, {}), `malformed: ${state} is not set`],
      [withChild(alerts, { state: 'New' }), `malformed: ${state} is "New", which is none of "Enabled", "Disabled"`],
      [reading(alerts, denied), 'denied: AuthorizationFailed'],
    ],
    notApplicable: [[synapse, ofSynapse]],
  },
  'sql-vulnerability-assessment': {
    pass: [
      [assessments(express('Enabled'), classic(false)), `${state} is "Enabled"; expected "Enabled"`],
      // The other kind may be refused while one is on.
      [assessments(express('Enabled'), denied), `${state} is "Enabled"; expected "Enabled"`],
      [assessments(express('Disabled'), classic(true)), `${scans} is true; expected true`],
      [assessments(missing, classic(true)), `${scans} is true; expected true`],
      [assessments(express(null), classic(true)), `${scans} is true; expected true`],
    ],
    fail: [
      [assessments(express('Disabled'), classic(false)), `${scans} is false; expected true`],
      [assessments(express('Disabled'), classic('true')), `${scans} is "true"; expected true`],
      [assessments(express('Disabled'), classic(null)), `${scans} is not set (default false); expected true`],
      [
        assessments(express('Disabled'), found({ properties: {} })),
        `${scans} is not set (default false); expected true`,
      ],
    ],
    unknown: [
      [assessments(express('Disabled'), denied), 'denied: AuthorizationFailed'],
      [assessments(denied, classic(false)), 'denied: AuthorizationFailed'],
      [assessments(missing, missing), 'notFound: no such child'],
      [assessments(express(null), classic(false)), `malformed: ${state} is not set`],
    ],
    notApplicable: [[synapse, ofSynapse]],
  },
};
