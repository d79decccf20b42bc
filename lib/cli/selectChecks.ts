import type { CatalogueCheck } from '../model/check.ts';
import type { SwitchedOff } from '../model/config.ts';
import { UsageError, type ScanCommand } from './command.ts';

function nearest(wrong: string, known: readonly string[]): string | undefined {
  const segments = (name: string) => new Set(name.split('-'));
  const shared = (name: string) => [...segments(name)].filter((segment) => segments(wrong).has(segment)).length;
  const [best] = [...known].sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) > 0 ? best : undefined;
}

function refuseUnknown(flag: string, given: readonly string[], known: readonly string[]): void {
  const wrong = given.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  const hint =
    known.length <= 12 ? `use ${known.join(', ')}` : `did you mean ${nearest(wrong, known) ?? known[0] ?? ''}`;
  throw new UsageError(`${flag} knows no "${wrong}": ${hint}${known.length <= 12 ? '.' : '?'}`);
}

function refuseSwitchedOff(given: readonly string[], switchedOff: readonly SwitchedOff[]): void {
  const off = switchedOff.find(({ checkId }) => given.includes(checkId));
  if (off !== undefined) throw new UsageError(`--check ${off.checkId} is switched off: ${off.reason}.`);
}

/** The checks that the filters leave, in catalogue order. Throws a `UsageError` for a name that is not in the catalogue or is switched off, or where nothing is left. */
export function selectChecks(
  command: Pick<ScanCommand, 'checks' | 'services' | 'severities'>,
  catalogue: readonly CatalogueCheck[],
  switchedOff: readonly SwitchedOff[] = [],
): readonly CatalogueCheck[] {
  refuseUnknown('--service', command.services, [...new Set(catalogue.map(({ service }) => service))]);
  refuseSwitchedOff(command.checks, switchedOff);
  refuseUnknown(
    '--check',
    command.checks,
    catalogue.map(({ id }) => id),
  );
  const left = catalogue.filter(
    ({ id, service, severity }) =>
      (command.checks.length === 0 || command.checks.includes(id)) &&
      (command.services.length === 0 || command.services.includes(service)) &&
      (command.severities.length === 0 || command.severities.includes(severity)),
  );
  if (left.length > 0) return left;
  throw new UsageError('--check, --service and --severity leave no check together: drop one of them.');
}
