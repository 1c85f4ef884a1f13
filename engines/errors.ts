/**
 * An engine that cannot be found, started or kept running.
 * The message says what happened; `remedy` says what the operator can do next. `toString`-style output shows both.
 */
export class EngineError extends Error {
  /** What the operator can do about it, as one or more full sentences. */
  readonly remedy: string;

  constructor(problem: string, remedy: string, options?: ErrorOptions) {
    super(`${problem}\n  ${remedy.replaceAll('\n', '\n  ')}`, options);
    this.name = 'EngineError';
    this.remedy = remedy;
  }
}

/** The text of anything thrown, for a message that quotes it. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
