/** Why one source of weights did not give them; the next source may. */
export class SourceError extends Error {
  /** Worth another attempt at the same source: the connection broke, the server is busy. */
  readonly passing: boolean;

  constructor(line: string, passing: boolean, cause?: unknown) {
    super(line, { cause });
    this.name = 'SourceError';
    this.passing = passing;
  }
}

/** The system's code for what went wrong (`ENOTFOUND`), else the message's first line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code;
  // npm's client gives everything this code that has none of its own, such as silence.
  if (typeof code === 'string' && code !== 'FETCH_ERROR') return code;
  return error.message.split('\n')[0] ?? error.name;
}
