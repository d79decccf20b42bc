import { describeError } from './hostError.ts';
import { loadApp } from './loadApp.ts';
import { createLog } from './log.ts';

/** The process that `measureLoading` starts: loads the app in the folder of its argument and prints a `Loading`. */
async function main(appFolder: string): Promise<void> {
  const before = process.cpuUsage();
  const app = await loadApp(appFolder, createLog(false));
  const { user, system } = process.cpuUsage(before);
  const registrations = app.functions.map((called) => called.registration);
  process.stdout.write(JSON.stringify({ registrations, cpu: (user + system) / 1000 }));
}

try {
  await main(process.argv[2] ?? '.');
} catch (error) {
  process.stderr.write(describeError(error));
  process.exitCode = 1;
}
