import * as z from 'zod';
import { localScript, startProcess, type StartedProcess } from './process/startProcess.ts';

const said = z.object({
  endpoint: z.string(),
  identityEndpoint: z.string(),
  environment: z.record(z.string(), z.string()),
});
export type SampleTenantAddress = z.infer<typeof said>;

function readSaid(lines: readonly string[]): SampleTenantAddress | undefined {
  const line = lines.find((text) => text.startsWith('{'));
  return line === undefined ? undefined : said.parse(JSON.parse(line));
}

/** Starts the sample tenant in a process of its own, which ends with this one. Throws a `ProcessError`. */
export async function startSampleProcess(flags: readonly string[]): Promise<StartedProcess<SampleTenantAddress>> {
  return startProcess({
    name: 'The sample tenant',
    script: localScript('sampleTenant/main.ts'),
    flags: ['--follow-parent', ...flags],
    environment: process.env,
    readReady: readSaid,
  });
}
