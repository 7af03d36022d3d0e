/** Reads CSV (RFC 4180 and what spreadsheets make of it), with the line of every fault. */
import { isBadLine, type Line, type BadLine, linesOf } from './lines.ts';
import { type BadRow, cut, type Read, RECORD_BYTES, type Value } from './row.ts';

export interface CsvDialect {
  readonly delimiter?: string | undefined;
  /** True: the first record names the columns. False: `column1`, `column2`, … A list: these, and every record is data. */
  readonly header?: boolean | readonly string[] | undefined;
}

/** What was found out about a file, for the user to see. */
export interface CsvFound {
  delimiter: string;
  columns: readonly string[];
}

interface Reader {
  readonly dialect: CsvDialect;
  readonly found: CsvFound;
  readonly cap: number;
  hasColumns: boolean;
  /** Lines of a record whose quote is still open. */
  open: Line[];
  openCharacters: number;
  /** After a quote that nothing closed, no quote may span lines any more: else one typo would swallow every row after it. */
  singleLines: boolean;
}

/** Rows of a UTF-8 stream of CSV, a batch for each chunk; every value is a text. `found` is filled in as it becomes known. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  found: CsvFound,
  cap = RECORD_BYTES,
): AsyncGenerator<readonly Read[]> {
  const fresh = { hasColumns: false, open: [], openCharacters: 0, singleLines: false };
  const reader: Reader = { dialect, found, cap, ...fresh };
  for await (const lines of linesOf(chunks, cap)) {
    if (!reader.hasColumns && found.delimiter === '') found.delimiter = dialect.delimiter ?? detect(lines);
    const rows: Read[] = [];
    for (const line of lines) takeLine(reader, line, rows);
    yield rows;
    if (rows.some((row) => 'fatal' in row)) return;
  }
  const rest: Read[] = [];
  if (reader.open.length > 0) giveUpQuote(reader, rest);
  yield rest;
}

function takeLine(reader: Reader, line: Line | BadLine, rows: Read[]): void {
  if (isBadLine(line)) {
    if (reader.open.length > 0) giveUpQuote(reader, rows);
    const column = line.column === undefined ? {} : { column: line.column };
    rows.push({ line: line.number, reason: line.reason, raw: line.raw, ...column });
    return;
  }
  if (reader.open.length === 0 && !line.text.includes('"')) {
    const text = withoutReturn(line.text);
    if (text !== '') takeRecord(reader, line, text.split(reader.found.delimiter), rows);
    return;
  }
  if (reader.open.length > 0 && !line.text.includes('"')) return keepOpen(reader, line, rows);
  const record = [...reader.open, line];
  const cells = cellsOf(record.map((each) => each.text).join('\n'), reader.found.delimiter);
  if (cells === 'open') return keepOpen(reader, line, rows);
  reader.open = [];
  reader.openCharacters = 0;
  if ('reason' in cells) rows.push(badCell(record, cells));
  else takeRecord(reader, record[0]!, cells.cells, rows);
}

function keepOpen(reader: Reader, line: Line, rows: Read[]): void {
  reader.open.push(line);
  reader.openCharacters += line.text.length;
  if (reader.singleLines || reader.openCharacters > reader.cap) giveUpQuote(reader, rows);
}

/** Blames the line on which the quote opened, and reads those after it afresh. */
function giveUpQuote(reader: Reader, rows: Read[]): void {
  const [first, ...others] = reader.open as [Line, ...Line[]];
  reader.open = [];
  reader.openCharacters = 0;
  reader.singleLines = true;
  const column = openQuoteColumn(first.text, reader.found.delimiter);
  const reason = 'the quote that opens here is never closed';
  const fatal = reader.hasColumns ? {} : { fatal: true };
  rows.push({ line: first.number, column, reason, raw: cut(first.text), ...fatal });
  for (const line of others) takeLine(reader, line, rows);
}

type Cells = { readonly cells: string[] } | { readonly reason: string; readonly offset: number } | 'open';

/** Cells of a record that holds quotes. */
function cellsOf(text: string, delimiter: string): Cells {
  const cells: string[] = [];
  for (let at = 0; ; ) {
    if (text[at] !== '"') {
      const next = text.indexOf(delimiter, at);
      cells.push(next === -1 ? withoutReturn(text.slice(at)) : text.slice(at, next));
      if (next === -1) return { cells };
      at = next + delimiter.length;
      continue;
    }
    const end = closingQuote(text, at);
    if (end === -1) return 'open';
    cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
    const rest = text.slice(end + 1, end + 3);
    if (rest === '' || rest === '\r') return { cells };
    if (!rest.startsWith(delimiter[0]!) || !text.startsWith(delimiter, end + 1))
      return { reason: `${JSON.stringify(text[end + 1])} after a closing quote; a quote within a cell is written twice`, offset: end + 1 };
    at = end + 1 + delimiter.length;
  }
}

function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function openQuoteColumn(text: string, delimiter: string): number {
  for (let at = 0; ; ) {
    if (text[at] === '"') {
      const end = closingQuote(text, at);
      if (end === -1) return at + 1;
      at = end + 1;
    }
    const next = text.indexOf(delimiter, at);
    if (next === -1) return text.length;
    at = next + delimiter.length;
  }
}

function badCell(record: readonly Line[], { reason, offset }: { reason: string; offset: number }): BadRow {
  const raw = record.map((line) => line.text).join('\n');
  const before = raw.slice(0, offset);
  const line = record[0]!.number + before.split('\n').length - 1;
  return { line, column: before.length - before.lastIndexOf('\n'), reason, raw: cut(raw) };
}

function takeRecord(reader: Reader, line: Line, cells: string[], rows: Read[]): void {
  const { found, dialect } = reader;
  if (!reader.hasColumns) {
    if (/^sep=.$/.test(cells.join(found.delimiter))) return;
    reader.hasColumns = true;
    const isNames = (dialect.header ?? true) === true;
    found.columns = isNames ? cells : Array.isArray(dialect.header) ? dialect.header : cells.map((_, at) => `column${at + 1}`);
    const reason = badHeader(found.columns);
    if (reason !== undefined) rows.push({ line: line.number, reason, raw: cut(line.text), fatal: true });
    if (isNames || reason !== undefined) return;
  }
  const { columns } = found;
  if (cells.length === columns.length) rows.push({ data: zip(columns, cells), line: line.number });
  else rows.push({ line: line.number, reason: ragged(cells.length, columns), raw: cut(line.text) });
}

const ragged = (cells: number, columns: readonly string[]) =>
  `${cells} ${cells === 1 ? 'cell' : 'cells'}, and the header has ${columns.length}` +
  (cells < columns.length ? `: \`${columns[cells]}\` and what follows is missing` : '');

function badHeader(columns: readonly string[]): string | undefined {
  const seen = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    if (name.includes('\r')) return 'lines end in a carriage return alone (an old Macintosh file); save it with line feeds';
    if (name.trim() === '') return `column ${at + 1} has no name`;
    const first = seen.get(name);
    if (first !== undefined) return `columns ${first + 1} and ${at + 1} are both named \`${name}\``;
    seen.set(name, at);
  }
  return undefined;
}

/** `Object.fromEntries` defines its keys, so that a column named `__proto__` is a column. */
const zip = (columns: readonly string[], cells: readonly string[]): { [column: string]: Value } =>
  Object.fromEntries(columns.map((name, at) => [name, cells[at]!]));

const withoutReturn = (text: string) => (text.endsWith('\r') ? text.slice(0, -1) : text);

const DELIMITERS = [',', ';', '\t', '|'];

/** The delimiter that cuts the first lines into equally many cells, and into most of them; a comma where none does. */
function detect(lines: readonly (Line | BadLine)[]): string {
  const texts = lines.filter((line) => !isBadLine(line)).slice(0, 20).map((line) => (line as Line).text);
  const told = /^sep=(.)\r?$/.exec(texts[0] ?? '');
  if (told !== null) return told[1]!;
  const bare = texts.map((text) => text.replace(/"(?:[^"]|"")*"?/g, '')).filter((text) => text.trim() !== '');
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = bare.map((text) => text.split(delimiter).length - 1);
    const usual = counts[0] ?? 0;
    const score = usual === 0 ? 0 : counts.filter((count) => count === usual).length / counts.length + usual / 1000;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
