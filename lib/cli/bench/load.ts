import { resolve } from 'node:path';
import { measureLoading } from '../../local/host/registrations.ts';
import { repeated } from './figure.ts';
import type { Measure } from './measure.ts';

export const load: Measure = {
  name: 'load',
  about: 'CPU that loading the built app takes',
  run: async () => {
    const appFolder = resolve(import.meta.dirname, '../../..');
    const cpu: number[] = [];
    for (let time = 0; time < 5; time += 1) cpu.push((await measureLoading(appFolder)).cpu);
    const setting = 'all functions, without the start of Node.js';
    return [repeated({ name: 'CPU of loading the app', setting, unit: 'ms', target: { most: 400 } }, cpu)];
  },
};
