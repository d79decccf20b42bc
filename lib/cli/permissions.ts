import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../checks/index.ts';
import { readsKeyVaultData } from '../settings.ts';
import { dataActionsUsed, subscriptionActions } from './permissions/actionsUsed.ts';
import type { Refused } from './permissions/compareRefusal.ts';
import { permissionsTable, roleDefinition, withTable } from './permissions/permissionTexts.ts';
import { refuseEach } from './permissions/refuseEach.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

// As a scan with the same setting: the table and the role then name its data actions too.
const optional = { keyVaultData: readsKeyVaultData(process.env) };
const found: Refused[] = [];
for await (const refused of refuseEach(optional)) {
  const { action, checks, faults } = refused;
  process.stdout.write(`${action}: ${String(checks.length)} checks unknown\n`);
  for (const fault of faults) process.stdout.write(`  FAULT: ${fault}\n`);
  found.push(refused);
}
writeFileSync(fileOf('README.md'), withTable(readFileSync(fileOf('README.md'), 'utf8'), permissionsTable(found)));
const dataActions = optional.keyVaultData ? dataActionsUsed(catalogue) : [];
writeFileSync(fileOf('infra/vigil-reader.json'), roleDefinition(subscriptionActions(catalogue), dataActions));
const faults = found.reduce((sum, one) => sum + one.faults.length, 0);
process.stdout.write(
  `${String(found.length)} actions refused, ${String(faults)} faults. Written: README.md, infra/vigil-reader.json.\n`,
);
process.exit(faults === 0 ? 0 : 1);
