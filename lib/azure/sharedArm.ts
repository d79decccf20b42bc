import type { TokenCredential } from '@azure/core-auth';
import type { Arm, ArmOptions } from './arm.ts';
import { openArm } from './arm.ts';

const opened = new WeakMap<TokenCredential, Map<string, Arm>>();

/** The process's one connection of a credential to an endpoint: its tokens, lanes and counts of Azure's limits are shared by every scan. */
export function sharedArm(options: ArmOptions): Arm {
  const { credential, ...rest } = options;
  const arms = opened.get(credential) ?? new Map<string, Arm>();
  opened.set(credential, arms);
  const key = JSON.stringify(rest, (_name, value: unknown) => (value === Infinity ? 'Infinity' : value));
  const arm = arms.get(key) ?? openArm(options);
  arms.set(key, arm);
  return arm;
}
