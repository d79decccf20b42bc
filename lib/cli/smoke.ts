import { parseArgs } from 'node:util';
import { readAppAddress } from './appAddress.ts';
import { UsageError } from './command.ts';
import { smokeTest } from './smokeTest.ts';

const usage = `npm run smoke -- --app URL [--key KEY] [--minutes COUNT]
  Tries a deployed app, one line a step. Exits 0 where every step went well, 1 where one did not, 2 for wrong usage.
  --app URL         as https://func-vigil.azurewebsites.net
  --key KEY         a function key; VIGIL_APP_KEY keeps it out of logs. VIGIL_APP_TOKEN where callers sign in
  --minutes COUNT   how long the scan may take (10)
`;

const minute = 60_000;
const words = { ok: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

function readFlags() {
  const { values } = parseArgs({
    options: {
      app: { type: 'string' },
      key: { type: 'string' },
      minutes: { type: 'string', default: '10' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  if (values.app === undefined) throw new UsageError('--app is missing: which app is to be tried?');
  const app = readAppAddress(values.app, values.key, process.env);
  if (Object.keys(app.headers).length === 0) {
    throw new UsageError('There is no key: set VIGIL_APP_KEY, or VIGIL_APP_TOKEN where callers sign in.');
  }
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new UsageError(`--minutes cannot be "${values.minutes}": give a number above 0.`);
  return { app, patience: minutes * minute };
}

async function main(): Promise<number> {
  const test = readFlags();
  if (test === undefined) {
    process.stdout.write(usage);
    return 0;
  }
  let failed = 0;
  for await (const { name, outcome, said } of smokeTest(test)) {
    process.stdout.write(`${words[outcome]}  ${name}: ${said}\n`);
    if (outcome !== 'ok') failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`smoke: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
