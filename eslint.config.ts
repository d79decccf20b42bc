import { defineConfig } from 'eslint/config';
import eslint from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Folders that may not import from the listed ones: arrows point one way, `functions → scan → collect, judge, store → model`. */
const zones = [
  { target: './lib/model', from: ['./lib/!(model)/**', './functions/**'] },
  { target: './lib/checks', from: ['./lib/!(model|checks)/**', './functions/**'] },
  { target: './lib/judge', from: ['./lib/!(model|judge)/**', './functions/**'] },
  { target: './lib/report', from: ['./lib/!(model|report)/**', './functions/**'] },
  { target: './lib/azure', from: ['./lib/!(model|azure|collect)/**', './functions/**'] },
  { target: './lib/collect', from: ['./lib/!(model|azure|collect)/**', './functions/**'] },
  { target: './lib/store', from: ['./lib/!(model|store)/**', './functions/**'] },
  { target: './lib/scan', from: ['./lib/@(api|cli|local|report)/**', './functions/**'] },
  { target: './lib/api', from: ['./lib/@(cli|local)/**', './functions/**'] },
  { target: './functions', from: ['./lib/@(cli|local|report)/**'] },
  { target: './lib/local', from: ['./lib/@(scan|store|judge|report|cli)/**', './functions/**'] },
].map((zone) => ({ ...zone, message: 'Arrows between folders point one way; see docs/architecture.md.' }));

const pure = ['lib/model/**/*.ts', 'lib/checks/**/*.ts', 'lib/judge/**/*.ts', 'lib/report/**/*.ts'];

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', 'test/local/host/fixture/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { varsIgnorePattern: '^_', argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones, basePath: import.meta.dirname }],
      'max-lines': ['error', { max: 300 }],
      eqeqeq: 'error',
      'no-console': 'off',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: pure,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', '@azure/*'], message: 'This folder is pure: it reads nothing by itself.' }] },
      ],
    },
  },
  {
    files: ['lib/checks/**/*.ts', 'lib/judge/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: "The only clock is `at`, the scan's createdAt.",
        },
        {
          selector: 'MemberExpression[object.name="Date"][property.name="now"]',
          message: "The only clock is `at`, the scan's createdAt.",
        },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: '@azure/functions', message: 'Only functions/ takes its values.', allowTypeImports: true }] },
      ],
    },
  },
  { files: ['*.config.ts'], rules: { 'import-x/no-default-export': 'off' } },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'error' } },
  prettier,
);
