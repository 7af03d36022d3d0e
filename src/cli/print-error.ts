/** Prints an error as every command does: code and place, what happened, the line it is about, what to do, how the work stands. */
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline';
import { isFull } from '../core/disk-fault.ts';
import { bug, fault, Mistakes, SynthloomError, type Where } from '../core/errors.ts';
import { cutToWidth, displayWidth } from '../text/display-width.ts';
import { visible, visibleLine } from '../text/visible.ts';
import { exitCodeOf } from './exit-codes.ts';
import { columnsOf, type Output, paint } from './screen.ts';

export interface ErrorOptions {
  /** How the user's work stands: `Nothing was spent.` */
  readonly state?: string | undefined;
  /** With the stack, and those of its causes. */
  readonly debug?: boolean | undefined;
  readonly output?: Output;
}

/** Prints it, all mistakes of a file at once, and gives the exit code. */
export async function printError(
  error: unknown,
  { state, debug, output = process.stderr }: ErrorOptions = {},
): Promise<number> {
  const known = asKnown(error);
  const all = known instanceof Mistakes ? inOrder(known.all) : [known];
  for (const [at, each] of all.entries()) {
    const isLast = at === all.length - 1;
    const tail = isLast && state !== undefined ? ` ${state}` : '';
    output.write(`${at > 0 ? '\n' : ''}${await errorText(each, output, tail)}`);
  }
  if (all.length > 1) output.write(`\n${all.length} mistakes.\n`);
  if (debug) output.write(`\n${visible(stackOf(error))}\n`);
  return exitCodeOf(known);
}

/** What is none of ours is a bug, it came where nobody expected it; unless it is the disk that refused. */
const asKnown = (error: unknown): SynthloomError =>
  error instanceof SynthloomError
    ? error
    : (refusalOfDisk(error) ??
      bug('internal', { reason: error instanceof Error ? error.message : String(error) }, error));

const REFUSED = new Set(['EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'EMFILE', 'ENFILE']);

function refusalOfDisk(error: unknown): SynthloomError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = '', path, syscall, message } = error as NodeJS.ErrnoException;
  if (isFull(error)) return fault('disk-full', { path: path ?? 'the output' }, { cause: error });
  if (path === undefined) return undefined;
  // A folder made with its parents fails as ENOENT on a read-only file system.
  if (!REFUSED.has(code) && !(code === 'ENOENT' && syscall === 'mkdir')) return undefined;
  return fault('disk-failed', { path, reason: message }, { cause: error });
}

/** As the file has them; those without a place come first. */
const inOrder = (all: readonly SynthloomError[]): readonly SynthloomError[] =>
  all.toSorted(
    (a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0) || (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );

async function errorText(error: SynthloomError, output: Output, state: string): Promise<string> {
  const { where, code, cure, message } = error;
  const place = where === undefined ? '' : `   ${placeText(where)}`;
  const head = `${paint(output, ['bold', 'red'], code)}${place}`;
  const excerpt = where === undefined ? [] : await excerptOf(where, columnsOf(output));
  const link = paint(output, 'dim', `docs/reference/errors.md#${code}`);
  return `${[head, visible(message), ...excerpt, `${visible(cure)}${state}   ${link}`].join('\n')}\n`;
}

function placeText({ file, line, column }: Where): string {
  const near = relative('', file);
  const shown = near === '' || near.startsWith('..') ? file : near;
  return visibleLine(
    [shown, line, line === undefined ? undefined : column].filter((part) => part !== undefined).join(':'),
  );
}

/** The line of the file and a caret below the column; nothing where it cannot be read. */
async function excerptOf({ file, line, column }: Where, columns: number): Promise<string[]> {
  if (line === undefined) return [];
  const text = await lineOf(file, line);
  if (text === undefined || text.trim() === '') return [];
  const number = String(line);
  const room = columns - number.length - 6;
  const before = (column ?? 1) - 1;
  const from = before > room - 20 ? before - Math.floor(room / 2) : 0;
  const shown = visibleLine(text.slice(from));
  const row = `  ${number} | ${from > 0 ? '…' : ''}${cutToWidth(shown, room - 1)}`;
  if (column === undefined) return [row];
  const gap = displayWidth(visibleLine(text.slice(from, before))) + (from > 0 ? 1 : 0);
  return [row, `  ${' '.repeat(number.length)} | ${' '.repeat(gap)}^`];
}

/** Characters of a file that are read in search of a line. */
const MOST_READ = 64e6;

async function lineOf(file: string, wanted: number): Promise<string | undefined> {
  const stream = createReadStream(file, { encoding: 'utf8', end: MOST_READ });
  const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    let at = 0;
    for await (const line of lines) if (++at === wanted) return line;
  } catch {
    // the place is still named; only its line cannot be shown
  } finally {
    lines.close();
    stream.destroy();
  }
  return undefined;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? error.message;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
