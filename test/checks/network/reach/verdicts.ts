import { portName, type Port } from '../../../../lib/checks/network/reach/ports.ts';

/** What one port comes to: `verdict: text`. */
export type Told = (port: Port) => string;
export type Tellings = Readonly<Record<string, string>>;

const expected = (port: Port): string => `expected to keep the internet from ${portName(port)}`;
export const place = ({ number }: Port): string => `nic-web:${String(number)}`;

export const passes =
  (text: (port: Port) => string): Told =>
  (port) =>
    `pass: ${text(port)}; ${expected(port)}`;

export const fails =
  (text: (port: Port) => string): Told =>
  (port) =>
    `fail: ${text(port)}; ${expected(port)}`;

/** Closed by the last rule of a group. */
export const stopped = (group = 'nsg-web', from = 'the internet'): Told =>
  passes(
    (port) =>
      `${group}/defaultSecurityRules/DenyAllInBound is Deny at priority 65500: ${from} stops before ${place(port)}`,
  );

/** Closed by a rule of one's own. */
export const denied = (path: string, priority: number, from = 'the internet'): Told =>
  passes((port) => `${path} is Deny at priority ${String(priority)}: ${from} stops before ${place(port)}`);

export const noWay: Told = passes((port) => `properties.ipConfigurations is without a public way to ${place(port)}`);

/** Open by rules: `opened('nsg-web/securityRules/A', '100')`. */
export const opened = (paths: string, priorities: string, way = 'ip-web (203.0.113.7)', who = 'internet'): Told =>
  fails((port) => `${paths} is Allow at priority ${priorities}: ${who} → ${way} → ${place(port)}`);

/** One telling for every port but some, which are named by their number and transport: `22/TCP`. */
export function everyPort(ports: readonly Port[], told: Told, others: Readonly<Record<string, Told>> = {}): Tellings {
  const texts = ports.map((port) => {
    const other = others[`${String(port.number)}/${port.transport}`];
    return [portName(port), (other ?? told)(port)] as const;
  });
  return Object.fromEntries(texts);
}
