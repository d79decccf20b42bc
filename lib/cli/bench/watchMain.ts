import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

// Preloaded (`--import`) into the host process by the bench. At each SIGUSR2, and at its end, it writes what it saw since the last one to
// the file that BENCH_WATCH names.

/** How often the delay is sampled, in milliseconds. Node counts this wait into each sample; it is taken off again. */
const resolution = 10;

const file = process.env['BENCH_WATCH'];
const delay = monitorEventLoopDelay({ resolution });
let sequence = 0;
let before = process.cpuUsage();

const milliseconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - resolution);

function write(path: string): void {
  sequence += 1;
  const { user, system } = process.cpuUsage(before);
  const seen = {
    sequence,
    delay: {
      p50: milliseconds(delay.percentile(50)),
      p99: milliseconds(delay.percentile(99)),
      most: milliseconds(delay.max),
    },
    cpu: (user + system) / 1000,
    // maxRSS is in KiB.
    peakMemory: process.resourceUsage().maxRSS / 1024,
    heapUsed: process.memoryUsage().heapUsed / 1024 / 1024,
  };
  before = process.cpuUsage();
  delay.reset();
  writeFileSync(path, JSON.stringify(seen));
}

if (file !== undefined) {
  delay.enable();
  process.on('SIGUSR2', () => {
    write(file);
  });
  process.on('exit', () => {
    write(file);
  });
}
