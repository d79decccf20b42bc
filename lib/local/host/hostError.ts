/** What keeps the stand-in host from starting: one sentence for the person who started it. */
export class HostError extends Error {
  readonly code: 'notBuilt' | 'badApp' | 'badHostFile' | 'badSettings' | 'portInUse';

  constructor(code: HostError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HostError';
    this.code = code;
  }
}

export const describeError = (error: unknown): string => (error instanceof Error ? error.message : String(error));
