/** The parts of a finding that a command may name. */
export interface CommandTarget {
  readonly resourceId: string;
  readonly resourceName: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
}

/** One word of a POSIX shell: resource names come from outside and must never run as code where a reader pastes them. */
function quoteWord(value: string): string {
  return /^[\w./@:+,-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** Fills `{id}`, `{name}`, `{resourceGroup}` and `{subscription}` of a check's command, quoted for a shell where needed. */
export function fillCommand(command: string, target: CommandTarget): string {
  const values = new Map([
    ['id', target.resourceId],
    ['name', target.resourceName],
    ['resourceGroup', target.resourceGroup],
    ['subscription', target.subscriptionId],
  ]);
  return command.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values.get(name);
    return value === undefined || value === '' ? placeholder : quoteWord(value);
  });
}
