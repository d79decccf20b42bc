import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseArguments } from '../../lib/cli/parseArguments.ts';

const documents = ['docs/pipelines.md'];
const read = (file: string): string => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');

/** What stands for a variable of the pipeline. */
const values: Readonly<Record<string, string>> = {
  VIGIL_APP: 'https://func-vigil.azurewebsites.net',
  vigilApp: 'https://func-vigil.azurewebsites.net',
  AZURE_SUBSCRIPTION_ID: '6f1f7a80-1111-4222-8333-944455566677',
};

const commands = documents.flatMap((file) =>
  [...read(file).matchAll(/npm run scan -- (.+)$/gm)].map(([, flags = '']) =>
    flags
      .replaceAll(
        /\$\{\{ vars\.(\w+) \}\}|\$\((\w+)\)/g,
        (whole, one: string | undefined, other: string | undefined) => values[one ?? other ?? ''] ?? whole,
      )
      .replaceAll("'", ''),
  ),
);

test('the documents show several commands', () => {
  expect(commands.length).toBeGreaterThan(4);
});

test.each(commands)('the command line takes %s', (flags) => {
  expect(parseArguments(flags.split(' '), { VIGIL_APP_KEY: 'k' }, '1.2.3')).toMatchObject({
    kind: 'scan',
    command: { app: { url: 'https://func-vigil.azurewebsites.net' } },
  });
});
