import { UsageError, type AppAddress } from './command.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const local = new Set(['localhost', '127.0.0.1', '[::1]']);

function readUrl(text: string): URL {
  const url = URL.parse(text.trim());
  // What is wrong is said without the address: a key may stand in it.
  if (url === null || url.host === '') {
    throw new UsageError('--app is no address: give it as https://func-vigil.azurewebsites.net.');
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError('--app takes a bare address: give the key by VIGIL_APP_KEY or --key.');
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && local.has(url.hostname))) return url;
  throw new UsageError(`--app ${url.origin} is not https: a key would go over the network in the clear.`);
}

/** A header's value; what a file or a secret store adds at its end is cut off. The value itself is never said. */
function secret(name: string, text: string): string {
  const value = text.trim();
  if (value === '') throw new UsageError(`${name} is empty: is the secret set?`);
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UsageError(`${name} holds a space, a line break or another character that no key has.`);
}

/** Reads `--app` and `--key`, or the environment in its place. Throws a `UsageError`. */
export function readAppAddress(app: string, key: string | undefined, environment: Environment): AppAddress {
  const { origin, pathname } = readUrl(app);
  // The outputs of a deployment name the address of the API.
  const path = pathname.replace(/\/+$/, '').replace(/\/api$/, '');
  if (path !== '') throw new UsageError(`--app takes the address of the app: give it without ${path}.`);
  const { VIGIL_APP_KEY: keySet, VIGIL_APP_TOKEN: token } = environment;
  const given = key === undefined ? keySet && secret('VIGIL_APP_KEY', keySet) : secret('--key', key);
  return {
    url: origin,
    headers: {
      ...(given && { 'x-functions-key': given }),
      ...(token && { authorization: `Bearer ${secret('VIGIL_APP_TOKEN', token)}` }),
    },
  };
}
