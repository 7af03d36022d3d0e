/** JSON lines: one object a line. */
import { isFault, parseJson } from './json.ts';
import { type BadLine, isBadLine, type Line, linesOf } from './lines.ts';
import { type BadRow, cut, type Data, type Read } from './row.ts';

/** Rows of a UTF-8 stream of JSON lines, a batch for each chunk. Blank lines are passed over. */
export async function* readJsonl(chunks: AsyncIterable<Uint8Array>, cap?: number): AsyncGenerator<readonly Read[]> {
  let isFirst = true;
  for await (const lines of linesOf(chunks, cap)) {
    const rows: Read[] = [];
    for (const line of lines) {
      const row = readLine(line);
      if (row === undefined) continue;
      if (isFirst && 'reason' in row && isWholeArray(line)) return yield [{ ...row, reason: WHOLE_ARRAY, fatal: true }];
      isFirst = false;
      rows.push(row);
    }
    yield rows;
  }
}

const WHOLE_ARRAY = 'the file is one JSON array, and not one object a line; set `format: json`';

/** An array opens, and objects stand in it: somebody’s JSON file under the wrong name. */
const isWholeArray = (line: Line | BadLine) => 'text' in line && /^\s*\[\s*(\{|$)/.test(line.text);

function readLine(line: Line | BadLine): Read | undefined {
  if (isBadLine(line)) return { line: line.number, reason: line.reason, raw: line.raw, ...columnOf(line) };
  const parsed = parseJson(line.text);
  if (!isFault(parsed)) {
    const { value, exact } = parsed;
    if (!isData(value)) return bad(line, firstInk(line.text), `a sample is an object, and this is ${kindOf(value)}`);
    return exact.length === 0 ? { data: value, line: line.number } : { data: value, line: line.number, exact };
  }
  if (line.text.trim() === '') return undefined;
  return bad(line, parsed.offset, parsed.fault);
}

const columnOf = (line: BadLine) => (line.column === undefined ? {} : { column: line.column });

const bad = (line: Line, offset: number, reason: string): BadRow => ({
  line: line.number,
  column: offset + 1,
  reason,
  raw: cut(line.text),
});

const firstInk = (text: string) => text.length - text.trimStart().length;

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A JSON value’s kind, with its article. */
export const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'string'
        ? 'a text'
        : `a ${typeof value}`;
