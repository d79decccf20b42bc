import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Refused } from './permissions/compareRefusal.ts';
import { permissionsTable, roleDefinition, withTable } from './permissions/permissionTexts.ts';
import { refuseEach } from './permissions/refuseEach.ts';

const fileOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const found: Refused[] = [];
for await (const refused of refuseEach()) {
  const { action, checks, faults } = refused;
  process.stdout.write(`${action}: ${String(checks.length)} checks unknown\n`);
  for (const fault of faults) process.stdout.write(`  FAULT: ${fault}\n`);
  found.push(refused);
}
const actions = found.map(({ action }) => action);
writeFileSync(fileOf('README.md'), withTable(readFileSync(fileOf('README.md'), 'utf8'), permissionsTable(found)));
writeFileSync(fileOf('infra/vigil-reader.json'), roleDefinition(actions));
const faults = found.reduce((sum, one) => sum + one.faults.length, 0);
process.stdout.write(
  `${String(found.length)} actions refused, ${String(faults)} faults. Written: README.md, infra/vigil-reader.json.\n`,
);
process.exit(faults === 0 ? 0 : 1);
