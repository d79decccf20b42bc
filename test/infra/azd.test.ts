import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { codeOf, project, read, tableUnder } from './snapshots.ts';

const parametersFile = z.object({ parameters: z.record(z.string(), z.object({ value: z.string() })) });
const { parameters } = parametersFile.parse(JSON.parse(read('infra/main.parameters.json')));
const declared = [...read('infra/main.bicep').matchAll(/^param (\w+) .*$/gm)].map(([line, name = '']) => ({
  name,
  optional: line.includes(' = '),
}));

test('azd gives main.bicep every parameter that has no default, and none that it lacks', () => {
  const given = Object.keys(parameters);
  expect(declared.filter(({ name, optional }) => !optional && !given.includes(name))).toEqual([]);
  expect(given.filter((name) => !declared.some((one) => one.name === name))).toEqual([]);
});

test('a parameter that azd takes from the environment has the default of main.bicep', () => {
  const defaults = Object.entries(parameters).flatMap(([name, { value }]) => {
    const [, fallback] = /^\$\{\w+=(.*)\}$/.exec(value) ?? [];
    return fallback === undefined ? [] : [`param ${name} string = '${fallback}'`];
  });
  expect(defaults.length).toBeGreaterThan(2);
  expect(defaults.filter((line) => !read('infra/main.bicep').includes(line))).toEqual([]);
});

test('the hooks of azure.yaml give managementGroupScanRole.bicep its parameters, on every system', () => {
  const hooks = read('azure.yaml')
    .split(/^ {4}(?=posix:|windows:)/m)
    .slice(1);
  const template = read('infra/managementGroupScanRole.bicep');
  const wanted = [...template.matchAll(/^param (\w+)/gm)].map(([, name = '']) => name);
  expect(hooks).toHaveLength(2);
  for (const hook of hooks) {
    expect(hook).toContain('--template-file infra/managementGroupScanRole.bicep');
    expect([...hook.matchAll(/ (\w+)="?\$/g)].map(([, name]) => name).filter((name) => name !== 'role')).toEqual(
      wanted,
    );
    expect(hook).toContain(/^param roleDefinitionId string = '(.*)'$/m.exec(template)?.[1]);
  }
  const outputs = [...read('infra/main.bicep').matchAll(/^output (\w+)/gm)].map(([, name = '']) => name);
  const variables = new Set([...read('azure.yaml').matchAll(/VIGIL_\w+/g)].map(([name]) => name));
  const known = [...outputs, ...JSON.stringify(parameters).matchAll(/VIGIL_\w+/g)].map(String);
  expect([...variables].filter((name) => !known.includes(name))).toEqual([]);
});

test('azure.yaml names the service that the app is tagged with', () => {
  expect(/^services:\n(?: *#.*\n)* {2}(\w+):/m.exec(read('azure.yaml'))?.[1]).toBe(
    /'azd-service-name': '(\w+)'/.exec(read('infra/functionApp.bicep'))?.[1],
  );
});

test('infra/README.md has every parameter, every variable of azd and every file', () => {
  expect(
    tableUnder('Parameters')
      .map(([name]) => codeOf(name))
      .toSorted(),
  ).toEqual(['parameter', ...declared.map(({ name }) => name)].filter((name) => name !== 'parameter').toSorted());
  const variables = [...JSON.stringify(parameters).matchAll(/VIGIL_\w+/g)].map(([name]) => name);
  expect(variables.filter((name) => !read('infra/README.md').includes(`\`${name}\``))).toEqual([]);
  const files = [...read('infra/README.md').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path = '']) => path);
  expect(files.filter((path) => !existsSync(join(project, 'infra', path)))).toEqual([]);
});
