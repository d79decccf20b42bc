import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { routes, type Route } from '../../lib/api/routes.ts';
import registrations from './registrations.json' with { type: 'json' };

const project = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(project, file), 'utf8');
const allMatches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Files that are, or would be, committed. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: project })
  .toString('utf8')
  .split('\0')
  .filter((file) => file !== '' && existsSync(join(project, file)));

const strings = z.record(z.string(), z.string());
const manifest = z
  .object({ scripts: strings, engines: strings, allowScripts: z.record(z.string(), z.boolean()) })
  .parse(JSON.parse(read('package.json')));
const lockText = read('package-lock.json');
const lock = z
  .object({ packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })) })
  .parse(JSON.parse(lockText));

describe('folders', () => {
  test('no source folder at the top but functions, lib, infra, test and docs', () => {
    const folders = new Set(files.filter((file) => file.includes('/')).map((file) => file.split('/')[0]));
    expect([...folders].filter((folder) => folder?.startsWith('.') === false).toSorted()).toEqual([
      'docs',
      'functions',
      'infra',
      'lib',
      'test',
    ]);
  });

  test('every file under functions registers the one function of its name', () => {
    const entries = files.filter((file) => dirname(file) === 'functions');
    const registered = entries.map((file) => [file, allMatches(read(file), /\bapp\.\w+\('([^']+)'/g)]);
    expect(registered).toEqual(entries.map((file) => [file, [basename(file, '.ts')]]));
    expect(registrations.map(({ name }) => name).toSorted()).toEqual(
      entries.map((file) => basename(file, '.ts')).toSorted(),
    );
  });

  test('no text names a path of the machine that it was written on', () => {
    const machinePath = /(?<![\w.~*}-])(?:\/(?:work|root)\/|\/(?:home|Users)\/[a-z]+\/|[A-Z]:\\Users\\)/;
    const named = files.filter((file) => machinePath.test(read(file)));
    expect(named).toEqual([]);
  });
});

describe('packages', () => {
  test('package.json says which Node.js the app needs, as the build does', () => {
    const target = /target: 'node(\d+)'/.exec(read('esbuild.config.ts'))?.[1];
    expect(manifest.engines).toEqual({ node: `>=${target ?? ''}` });
  });

  test('allowScripts decides on every package with an install script', () => {
    const withScripts = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual([...new Set(withScripts)].toSorted());
  });

  test('package-lock.json names no registry', () => {
    expect(lockText).not.toContain('"resolved"');
  });
});

describe('documentation', () => {
  const documents = ['README.md', 'CHANGELOG.md', 'docs/architecture.md'];

  test.each([...documents, '.ci/run'])('every npm script that %s names exists', (document) => {
    const named = allMatches(read(document), /\bnpm run (?:--silent )?([\w:]+)/g).filter(
      (script) => script !== 'test:kill',
    );
    expect(named.filter((script) => manifest.scripts[script] === undefined)).toEqual([]);
  });

  test.each(documents)('every file that %s links to exists', (document) => {
    const linked = allMatches(read(document), /\]\((?!https?:|#)([^)#\s]+)/g);
    expect(linked.filter((path) => !existsSync(join(project, dirname(document), path)))).toEqual([]);
  });

  test('README.md has every address of the API', () => {
    const known: readonly Route[] = Object.values(routes);
    const addresses = known.flatMap(({ methods, route }) => methods.map((method) => `${method} /api/${route}`));
    expect(addresses.filter((address) => !read('README.md').includes(`\`${address}\``))).toEqual([]);
  });

  test('README.md has every setting', () => {
    const settings = allMatches(read('lib/settings.ts'), /^ {2}([A-Z]\w+): (?:optional|count|z\.)/gm);
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((setting) => !read('README.md').includes(`\`${setting}\``))).toEqual([]);
  });

  test('README.md has every flag and every exit code of the command line', () => {
    const program = read('lib/cli/program.ts');
    const flags = allMatches(program, /'(--[a-z-]+)/g);
    const codes = allMatches(program, /^ {2}(\d) {2}\S/gm).map((code) => `| ${code} `);
    expect(codes).toHaveLength(5);
    expect([...flags, ...codes].filter((part) => !read('README.md').includes(part))).toEqual([]);
  });
});
