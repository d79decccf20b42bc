import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { checkInfra } from '../local/checkInfra.ts';

const { values } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
const checks = await checkInfra(fileURLToPath(new URL('../../infra', import.meta.url)), values.update);
for (const { file, faults } of checks) {
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'}  infra/${file}`);
  for (const fault of faults) console.log(fault.replaceAll(/^/gm, '      '));
}
if (checks.some(({ faults }) => faults.length > 0)) process.exitCode = 1;
