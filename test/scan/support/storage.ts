import { vi } from 'vitest';
import { startAzurite } from '../../../lib/local/azurite.ts';

export interface TestStorage {
  /** The connection string of an account that nothing has used yet. */
  newAccount(): string;
  stop(): Promise<void>;
}

const developmentAccount = 'devstoreaccount1';
const mostAccounts = 64;

/** Azurite with many accounts, so that the tests of a file share one process and nothing else. */
export async function startStorage(): Promise<TestStorage> {
  const key = Buffer.from('a key of the tests and of nothing else').toString('base64');
  const names = Array.from({ length: mostAccounts }, (_, index) => `account${String(index)}`);
  vi.stubEnv('AZURITE_ACCOUNTS', names.map((name) => `${name}:${key}`).join(';'));
  const azurite = await startAzurite();
  vi.unstubAllEnvs();
  let used = 0;
  return {
    newAccount: () => {
      const name = names[used];
      if (name === undefined) throw new RangeError(`A file of tests uses at most ${String(mostAccounts)} accounts.`);
      used += 1;
      const connection = azurite.connectionString.replaceAll(developmentAccount, name);
      return connection.replace(/AccountKey=[^;]+/, `AccountKey=${key}`);
    },
    stop: () => azurite.stop(),
  };
}
