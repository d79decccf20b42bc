import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { routes, type Route } from '../../lib/api/routes.ts';
import manifest from '../../package.json' with { type: 'json' };

const read = (file: string): string => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');

const task = z.looseObject({
  label: z.string(),
  type: z.enum(['npm', 'func', 'process']),
  script: z.string().optional(),
  args: z.array(z.string()).default([]),
  dependsOn: z.array(z.string()).default([]),
});
const { tasks } = z.object({ tasks: z.array(task) }).parse(JSON.parse(read('.vscode/tasks.json')));
const configuration = z.object({ port: z.number(), request: z.string(), preLaunchTask: z.string() });
const { configurations } = z
  .object({ configurations: z.array(configuration) })
  .parse(JSON.parse(read('.vscode/launch.json')));

describe('VS Code', () => {
  test('tasks run npm scripts that exist, after tasks that exist', () => {
    const labels = tasks.map(({ label }) => label);
    const scripts: Readonly<Record<string, unknown>> = manifest.scripts;
    expect(tasks.filter(({ type, script = '' }) => type === 'npm' && scripts[script] === undefined)).toEqual([]);
    expect(tasks.flatMap(({ dependsOn }) => dependsOn).filter((label) => !labels.includes(label))).toEqual([]);
  });

  test('attaches to the port that func and the stand-in host open', () => {
    const started = configurations.map(({ preLaunchTask }) => tasks.find(({ label }) => label === preLaunchTask));
    expect(started.map((one) => one?.type)).toEqual(['func', 'process']);
    expect(started[1]?.args).toContain('--inspect=9229');
    expect(configurations.map(({ port, request }) => [port, request])).toEqual([
      [9229, 'attach'],
      [9229, 'attach'],
    ]);
  });

  test('the stand-in host is ready when the task says so', () => {
    const host = read('lib/local/host/main.ts');
    expect(host).toContain('stand-in for');
    expect(host).toContain('JSON.stringify({ listening');
    expect(read('lib/local/runEmulators.ts')).toContain('Ctrl-C ends both');
  });
});

test('test.http has every call of the API', () => {
  const known: readonly Route[] = Object.values(routes);
  const calls = known.flatMap(({ methods, route }) =>
    methods.map((method) => `${method} {{host}}/api/${route.replaceAll(/\{(\w+)\}/g, '{{$1}}')}`),
  );
  const lines = read('test.http')
    .split('\n')
    .map((line) => line.replace(/\?.*/, ''));
  expect(calls.filter((call) => !lines.includes(call))).toEqual([]);
});
