import { execFile } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const version = '0.47.16';
/** https://www.nuget.org/packages/Azure.Bicep.CommandLine.linux-x64 */
const packageOf: Readonly<Record<string, string>> = {
  'linux x64': 'Azure.Bicep.CommandLine.linux-x64',
  'linux arm64': 'Azure.Bicep.CommandLine.linux-arm64',
  'darwin x64': 'Azure.Bicep.CommandLine.osx-x64',
  'darwin arm64': 'Azure.Bicep.CommandLine.osx-arm64',
  'win32 x64': 'Azure.Bicep.CommandLine.win-x64',
};

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function restore(name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bicep-'));
  try {
    const project = `<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup><ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup></Project>`;
    await writeFile(join(folder, 'bicep.csproj'), project);
    await run('dotnet', ['restore', folder]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function find(): Promise<string> {
  const name = packageOf[`${process.platform} ${process.arch}`];
  const root = process.env['NUGET_PACKAGES'] ?? join(homedir(), '.nuget', 'packages');
  if (name !== undefined) {
    const file = join(root, name.toLowerCase(), version, 'tools', process.platform === 'win32' ? 'bicep.exe' : 'bicep');
    if (await exists(file)) return file;
    await restore(name).catch(() => undefined);
    if (await exists(file)) return file;
  }
  const onPath = await run('bicep', ['--version']).then(
    () => true,
    () => false,
  );
  if (onPath) return 'bicep';
  throw new Error(
    'The Bicep compiler is not there: put bicep on PATH, or install the .NET SDK, which restores it from NuGet.',
  );
}

let found: Promise<string> | undefined;

/** The compiler of the version that the project pins, restored from NuGet where it is not there yet; else the one on PATH. */
export function findBicep(): Promise<string> {
  found ??= find();
  return found;
}

export interface Diagnostic {
  /** As the compiler was given it, or found it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly level: 'Error' | 'Warning' | 'Info';
  /** Such as BCP053. */
  readonly code: string;
  readonly message: string;
}

const diagnosticLine = /^(.*)\((\d+),\d+\) : (Error|Warning|Info) ([\w-]+): (.*)$/;

function readDiagnostics(text: string): readonly Diagnostic[] {
  return text.split('\n').flatMap((said) => {
    const [, file = '', line, level, code = '', message = ''] = diagnosticLine.exec(said) ?? [];
    if (level !== 'Error' && level !== 'Warning' && level !== 'Info') return [];
    return [{ file, line: Number(line), level, code, message }];
  });
}

export interface Said {
  /** 0 where the compiler was content. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the compiler. An error of the file is an answer too; throws where the compiler could not be run at all. */
export async function runBicep(...flags: readonly string[]): Promise<Said> {
  const bicep = await findBicep();
  return new Promise((resolve, reject) => {
    execFile(bicep, flags, { maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`bicep ${flags.join(' ')} did not end by itself`, { cause: error }));
    });
  });
}

/** What compiler and linter say of a file and of the modules that it uses. */
export async function lint(file: string): Promise<readonly Diagnostic[]> {
  const { code, stdout, stderr } = await runBicep('lint', file);
  const found = readDiagnostics(`${stdout}\n${stderr}`);
  if (code !== 0 && found.length === 0) throw new Error(`bicep lint ${file} failed: ${stderr.trim()}`);
  return found;
}

/** What the compiler says of a file's text. */
export async function diagnose(text: string): Promise<readonly Diagnostic[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bicep-'));
  const file = join(folder, 'main.bicep');
  try {
    await writeFile(file, text);
    return readDiagnostics((await runBicep('build', file, '--stdout')).stderr);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
