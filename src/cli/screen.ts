/** The streams a command writes to, and what they can do. */
import { styleText } from 'node:util';

/** What we need of `process.stdout` or `process.stderr`; a test hands in its own. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** Columns where nothing says how many there are, or it says 0, as under `script` and some container terminals. */
const USUAL_COLUMNS = 100;

export const columnsOf = (output: Output): number => Math.max(20, output.columns || USUAL_COLUMNS);

/** Whether lines already written may be rewritten: a terminal, and neither CI nor `TERM=dumb`. */
export const isLive = (output: Output, env: NodeJS.ProcessEnv = process.env): boolean =>
  output.isTTY === true && env.TERM !== 'dumb' && !isSet(env.CI);

const isSet = (value: string | undefined) => value !== undefined && value !== '' && value !== '0' && value !== 'false';

type Style = Parameters<typeof styleText>[0];

/** A styled text where the stream takes colours; NO_COLOR and FORCE_COLOR are honoured. */
export function paint(output: Output, style: Style, text: string): string {
  const isStream = output === process.stdout || output === process.stderr;
  if (isStream) return styleText(style, text, { stream: output as NodeJS.WriteStream });
  return output.isTTY === true ? styleText(style, text, { validateStream: false }) : text;
}
