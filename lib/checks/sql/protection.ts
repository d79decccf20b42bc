import { define, unknownBecause } from '../define.ts';
import { isTrue, judgePart } from '../property.ts';
import type { Row } from '../../model/row.ts';
import type { Judged, Read, Verdict } from '../../model/verdict.ts';
import { classicAssessment, expressAssessment, securityAlerts, sqlServer } from './needs.ts';
import { outsideSynapse } from './outsideSynapse.ts';
import { judgeReported } from './reported.ts';

export const threatProtection = define({
  id: 'sql-threat-protection',
  title: 'Defender for SQL watches the server',
  severity: 'high',
  why: 'It reports SQL injection, brute force and unusual access as they happen.',
  fix: {
    text: 'Turn on Defender for Azure SQL databases, for the subscription or for this server. It is billed for each server.',
    cli: 'az sql server advanced-threat-protection-setting update --subscription {subscription} --resource-group {resourceGroup} --name {name} --state Enabled',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/defender-for-sql-introduction',
  absent: 'Unknown: every server reports a state.',
  policies: ['abfb4388-5bf4-4ad7-ba82-2cd2f41ceae9'],
  on: sqlServer,
  applies: outsideSynapse,
  needs: { alerts: securityAlerts },
  evaluate: (_server, { alerts }) =>
    judgeReported(alerts, 'properties.state', { safe: ['Enabled'], unsafe: ['Disabled'] }),
});

const judgeRead = (read: Read<Row>, judge: (row: Row) => Verdict): Judged =>
  judgePart('', () => (read.state === 'read' ? judge(read.value) : unknownBecause(read)));

const judgeExpress = (assessment: Row): Verdict =>
  judgeReported(assessment, 'properties.state', { safe: ['Enabled'], unsafe: ['Disabled'] });

// Azure takes the storage of a classic assessment but never shows it, so that scans recur is what there is to see:
// https://learn.microsoft.com/azure/templates/microsoft.sql/servers/vulnerabilityassessments
const judgeClassic = (assessment: Row): Verdict =>
  isTrue(assessment, 'properties.recurringScans.isEnabled', { absentIs: false });

export const vulnerabilityAssessment = define({
  id: 'sql-vulnerability-assessment',
  title: 'Databases are scanned for vulnerabilities',
  severity: 'medium',
  why: 'Weak permissions and settings inside the databases, which nothing outside shows, are found before others find them.',
  fix: {
    text: 'Turn on Defender for Azure SQL databases and the express configuration of vulnerability assessment, or recurring scans of the classic one.',
  },
  reference: 'https://learn.microsoft.com/azure/defender-for-cloud/sql-azure-vulnerability-assessment-overview',
  absent:
    'Unknown without a state of the express configuration; recurring scans of the classic one are off by default.',
  policies: ['ef2a8f2a-b3d9-49cd-a8a8-9a3aaaf647d9'],
  on: sqlServer,
  applies: outsideSynapse,
  needs: { express: expressAssessment, classic: classicAssessment },
  evaluate(_server, { express, classic }) {
    const modern = judgeRead(express, judgeExpress);
    if (modern.verdict === 'pass') return modern;
    const former = judgeRead(classic, judgeClassic);
    // Only both together tell that there is none.
    return former.verdict === 'pass' || modern.verdict === 'fail' ? former : modern;
  },
});
