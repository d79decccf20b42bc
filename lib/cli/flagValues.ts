import * as z from 'zod';
import { reportFormatNames, type ReportFormatName } from '../report/formats.ts';
import { UsageError } from './command.ts';

export function oneOf<T extends string>(flag: string, value: string, allowed: readonly T[]): T {
  const wanted = value.trim().toLowerCase();
  const found = allowed.find((one) => one === wanted);
  if (found !== undefined) return found;
  throw new UsageError(
    `${flag} cannot be "${value}": use ${allowed.slice(0, -1).join(', ')} or ${allowed.at(-1) ?? ''}.`,
  );
}

export function numberBetween(flag: string, value: string, least: number, most: number, whole: boolean): number {
  const number = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : Number.NaN;
  if (number >= least && number <= most && (!whole || Number.isInteger(number))) return number;
  const kind = whole ? 'a whole number' : 'a number';
  throw new UsageError(`${flag} cannot be "${value}": give ${kind} from ${String(least)} to ${String(most)}.`);
}

/** Values of a flag given several times or as a comma list, each once. */
export function listed(flag: string, values: readonly string[] | undefined): readonly string[] {
  if (values === undefined) return [];
  const parts = values.flatMap((value) => value.split(',')).map((value) => value.trim());
  if (parts.includes(''))
    throw new UsageError(`${flag} holds an empty value: give names with single commas between them.`);
  return [...new Set(parts)];
}

export function subscriptionIds(flag: string, values: readonly string[]): readonly string[] {
  const wrong = values.find((value) => !z.guid().safeParse(value).success);
  if (wrong !== undefined) {
    throw new UsageError(
      `${flag} cannot be "${wrong}": give a subscription id (a GUID); "az account list -o table" shows them.`,
    );
  }
  return [...new Set(values.map((value) => value.toLowerCase()))];
}

export function apiVersions(values: readonly string[] | undefined): ReadonlyMap<string, string> {
  const pairs = (values ?? []).map((value) => {
    const [, type, version] = /^([\w.]+(?:\/[\w-]+)+)=(\d{4}-\d{2}-\d{2}(?:-[\w-]+)?)$/.exec(value) ?? [];
    if (type !== undefined && version !== undefined) return [type.toLowerCase(), version] as const;
    throw new UsageError(
      `--inventory-api-version cannot be "${value}": give TYPE=VERSION, for example Microsoft.Storage/storageAccounts=2024-01-01.`,
    );
  });
  return new Map(pairs);
}

export function listedResources(values: readonly string[] | undefined): readonly string[] {
  const wrong = values?.find((value) => !/^\/subscriptions\/[^/]+/i.test(value));
  if (wrong !== undefined) {
    throw new UsageError(
      `--resource cannot be "${wrong}": give the full id of a resource, which begins with /subscriptions/.`,
    );
  }
  return [...new Set((values ?? []).map((value) => value.toLowerCase()))];
}

export function tagsOf(values: readonly string[] | undefined): readonly string[] {
  const wrong = values?.find((value) => !/^[^=]+(=.*)?$/s.test(value));
  if (wrong === undefined) return values ?? [];
  throw new UsageError(`--tag cannot be "${wrong}": give name=value, or a name alone for any value.`);
}

/** The formats of --report; html where none is given. */
export function reportsOf(values: readonly string[] | undefined): readonly ReportFormatName[] {
  const names = [...reportFormatNames, 'none'] as const;
  const given = listed('--report', values ?? ['html']).map((name) => oneOf('--report', name, names));
  const formats = given.filter((name) => name !== 'none');
  if (formats.length < given.length && formats.length > 0) {
    throw new UsageError('--report none goes with no other format: leave one of them out.');
  }
  return [...new Set(formats)];
}

export function filled(flag: string, value: string): string {
  if (value.trim() !== '') return value;
  throw new UsageError(`${flag} is empty: give it a value.`);
}
