import { execFileSync } from 'node:child_process';
import { cpSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { listRegistrations } from '../../lib/local/host/registrations.ts';
import { project, read } from './snapshots.ts';

let folder: string;
let packed: readonly string[];

/** What .funcignore leaves in, by Git's own reading of the file; an empty repository keeps .gitignore out of it. */
function filesLeftIn(repository: string): readonly string[] {
  const git = (...flags: readonly string[]) =>
    execFileSync('git', [`--git-dir=${repository}`, `--work-tree=${project}`, ...flags], {
      cwd: project,
      maxBuffer: 64 * 1024 * 1024,
    }).toString('utf8');
  git('init', '--quiet');
  const listed = git('ls-files', '--others', '-z', `--exclude-from=${join(project, '.funcignore')}`);
  return listed.split('\0').filter((file) => file !== '' && file !== '.funcignore');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'package-'));
  packed = filesLeftIn(join(folder, 'git'));
  for (const file of packed) cpSync(join(project, file), join(folder, 'app', file), { recursive: true });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = z.object({ main: z.string(), dependencies: z.record(z.string(), z.string()).default({}) });
const manifestOf = (path: string) => manifest.partial().parse(JSON.parse(readFileSync(path, 'utf8')));

/** A package and all that it needs, as folders of node_modules. */
function needed(name: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(name)) return known;
  known.add(name);
  const { dependencies = {} } = manifestOf(join(project, 'node_modules', name, 'package.json'));
  for (const dependency of Object.keys(dependencies)) needed(dependency, known);
  return known;
}

const external = [...(/external: \[([^\]]*)\]/.exec(read('esbuild.config.ts'))?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
  ([, name = '']) => name,
);

test('what the bundle leaves outside is a dependency of the app', () => {
  expect(external).toEqual(['@azure/functions']);
  const { dependencies = {} } = manifestOf(join(project, 'package.json'));
  expect(external.filter((name) => dependencies[name] === undefined)).toEqual([]);
});

test('the package holds the built app, what the bundle leaves outside, and nothing else', () => {
  const modules = packed.filter((file) => file.startsWith('node_modules/'));
  const names = new Set(modules.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? ''));
  expect([...names].toSorted()).toEqual([...needed('@azure/functions')].toSorted());
  const known = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: project })
    .toString('utf8')
    .split('\0');
  // Files that Git ignores, such as an export of somebody's own, are not the project's to judge.
  const files = packed.filter((file) => known.includes(file));
  expect(files.toSorted()).toEqual(['host.json', 'package.json']);
  const built = packed.filter((file) => !modules.includes(file) && !files.includes(file));
  expect(built.filter((file) => !file.startsWith('dist/functions/'))).toEqual([]);
});

test('no pattern of .funcignore means something else to azd', () => {
  // It matches an anchored name with wildcards against the whole path, so that `/*.json` would reach into every folder.
  const patterns = read('.funcignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(patterns.length).toBeGreaterThan(10);
  expect(patterns.filter((pattern) => /^!?\/[^/]*[*?[][^/]*$/.test(pattern))).toEqual([]);
  // azd refuses `remoteBuild: false` where node_modules itself is left out.
  expect(patterns).not.toContain('/node_modules');
  expect(patterns).not.toContain('node_modules');
  expect(read('azure.yaml')).toContain('remoteBuild: false');
});

test('the package alone loads, and registers what the project does', async () => {
  const registered = await listRegistrations(join(folder, 'app'));
  expect(registered.length).toBeGreaterThan(15);
  expect(registered).toEqual(await listRegistrations(project));
});

test('every function is an entry that package.json names', () => {
  const { main = '' } = manifestOf(join(folder, 'app', 'package.json'));
  const entries = packed.filter((file) => dirname(file) === dirname(main) && file.endsWith('.js'));
  const functions = globSync('functions/*.ts', { cwd: project }).map((file) => `dist/${file.replace(/ts$/, 'js')}`);
  expect(functions.filter((file) => !entries.includes(file))).toEqual([]);
});
