import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runLocally } from './runLocally.ts';

const usage = `npm start -- [options]
  --port PORT     where the API listens (7071)
  --sample NAME   what the sample tenant holds: default, broken, blind, empty
  --real          looks at real Azure through DefaultAzureCredential
  --verbose       everything that the stand-in host logs
`;

const port = z.coerce.number().int().min(1).max(65_535);

async function run(): Promise<number> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7071' },
      sample: { type: 'string', default: 'default' },
      real: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const parsed = port.safeParse(values.port);
  if (!parsed.success) throw new Error(`--port ${values.port} is not a port.`);
  return runLocally({ port: parsed.data, sample: values.real ? false : values.sample, verbose: values.verbose });
}

try {
  process.exit(await run());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
