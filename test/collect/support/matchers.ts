import { expect } from 'vitest';

/** Vitest's matchers are `any`; these are `unknown`. */
export function containing(text: string): unknown {
  return expect.stringContaining(text);
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

/** Within half of the `digits`th power of ten: `near(60_000, 2)` is 60,000 ± 50. */
export function near(value: number, digits: number): unknown {
  return expect.closeTo(value, -digits);
}

export function having(properties: object): unknown {
  return expect.objectContaining(properties);
}
