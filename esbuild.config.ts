import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { normalize } from 'node:path';
import { build } from 'esbuild';

// Part of the catalogue's digest: a scan never mixes verdicts of two builds that judge differently.
const judgingSources = createHash('sha256');
for (const file of globSync('lib/{checks,judge,model}/**/*.ts').sort()) judgingSources.update(readFileSync(file));

// One bundle keeps a cold start short. `@azure/functions` stays outside: the worker hands it to the app, and inside an ESM bundle it throws at load.
const { metafile } = await build({
  entryPoints: globSync('functions/*.ts'),
  outdir: 'dist/functions',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  // A CommonJS package that is imported dynamically would arrive as `default` only.
  mainFields: ['module', 'main'],
  external: ['@azure/functions'],
  define: { judgingSources: JSON.stringify(judgingSources.digest('hex')) },
  sourcemap: 'linked',
  minifySyntax: true,
  metafile: true,
  logLevel: 'warning',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});

// Chunks of earlier builds would be deployed along. Those of this one stay, for a host may be running them.
const written = new Set(Object.keys(metafile.outputs).map(normalize));
for (const file of globSync('dist/functions/**/*.{js,map}')) if (!written.has(file)) rmSync(file);
