/** Reads CSV (RFC 4180 and what spreadsheets make of it), with the line of every fault. */
import { type BadLine, isBadLine, type Line, linesOf } from './lines.ts';
import { cut, RECORD_BYTES, type Read, type Value } from './row.ts';

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

/** A record that is being read; more than one line where a quoted cell holds line breaks. */
interface Record {
  readonly lines: Line[];
  readonly cells: string[];
  /** Lines so far of the cell whose quote is open. */
  readonly open: string[];
  characters: number;
}

interface Reader {
  readonly dialect: CsvDialect;
  readonly found: CsvFound;
  readonly cap: number;
  hasColumns: boolean;
  /** What the chunk at hand has given so far. */
  rows: Read[];
  record: Record | undefined;
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
  const reader: Reader = { dialect, found, cap, hasColumns: false, rows: [], record: undefined, singleLines: false };
  for await (const lines of linesOf(chunks, cap)) {
    if (!reader.hasColumns && found.delimiter === '') found.delimiter = dialect.delimiter ?? detect(lines);
    reader.rows = [];
    for (const line of lines) takeLine(reader, line);
    yield reader.rows;
    if (reader.rows.some((row) => 'fatal' in row)) return;
  }
  reader.rows = [];
  if (reader.record !== undefined) giveUpQuote(reader, reader.record);
  yield reader.rows;
}

function takeLine(reader: Reader, line: Line | BadLine): void {
  const { record } = reader;
  if (isBadLine(line)) {
    if (record !== undefined) giveUpQuote(reader, record);
    const column = line.column === undefined ? {} : { column: line.column };
    reader.rows.push({ line: line.number, reason: line.reason, raw: line.raw, ...column });
  } else if (record === undefined && !line.text.includes('"')) {
    const text = withoutReturn(line.text);
    if (text !== '') takeRecord(reader, line, text.split(reader.found.delimiter));
  } else takeQuoted(reader, record ?? { lines: [], cells: [], open: [], characters: 0 }, line);
}

function takeQuoted(reader: Reader, record: Record, line: Line): void {
  record.lines.push(line);
  record.characters += line.text.length + 1;
  const said = scan(record, line.text, reader.found.delimiter);
  reader.record = said === 'open' ? record : undefined;
  if (said === 'open') {
    if (reader.singleLines || record.characters > reader.cap) giveUpQuote(reader, record);
  } else if (said === 'whole') takeRecord(reader, record.lines[0]!, record.cells);
  else {
    const raw = cut(record.lines.map((each) => each.text).join('\n'));
    reader.rows.push({ line: line.number, column: said.offset + 1, reason: said.reason, raw });
  }
}

/** Blames the line on which the quote opened, and reads those after it afresh. */
function giveUpQuote(reader: Reader, record: Record): void {
  const opened = record.lines.length - record.open.length;
  const line = record.lines[opened]!;
  const column = line.text.length - record.open[0]!.length;
  const raw = cut(
    record.lines
      .slice(0, opened + 1)
      .map((each) => each.text)
      .join('\n'),
  );
  const fatal = reader.hasColumns ? {} : { fatal: true };
  reader.rows.push({ line: line.number, column, reason: 'the quote that opens here is never closed', raw, ...fatal });
  reader.record = undefined;
  reader.singleLines = true;
  for (const after of record.lines.slice(opened + 1)) takeLine(reader, after);
}

/** Reads the cells of one more line of a record. */
function scan(record: Record, text: string, delimiter: string): 'whole' | 'open' | { reason: string; offset: number } {
  const { cells, open } = record;
  for (let at = 0; ; at += delimiter.length) {
    const isQuoted = open.length > 0 || text[at] === '"';
    const start = isQuoted && open.length === 0 ? at + 1 : at;
    if (!isQuoted) {
      const next = text.indexOf(delimiter, at);
      cells.push(next === -1 ? withoutReturn(text.slice(at)) : text.slice(at, next));
      if (next === -1) return 'whole';
      at = next;
      continue;
    }
    const end = closingQuote(text, start);
    open.push(text.slice(start, end === -1 ? undefined : end));
    if (end === -1) return 'open';
    cells.push(open.join('\n').replaceAll('""', '"'));
    open.length = 0;
    at = end + 1;
    if (at === text.length || text.slice(at) === '\r') return 'whole';
    if (!text.startsWith(delimiter, at))
      return {
        reason: `${JSON.stringify(text[at])} after a closing quote; a quote within a cell is written twice`,
        offset: at,
      };
  }
}

/** Where the quote is that closes the cell whose content begins at `start`; -1 where none does. */
function closingQuote(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at !== -1 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

function takeRecord(reader: Reader, line: Line, cells: string[]): void {
  const { found, dialect } = reader;
  if (!reader.hasColumns) {
    if (/^sep=.$/.test(cells.join(found.delimiter))) return;
    reader.hasColumns = true;
    const isNames = (dialect.header ?? true) === true;
    found.columns = isNames
      ? cells
      : Array.isArray(dialect.header)
        ? dialect.header
        : cells.map((_, at) => `column${at + 1}`);
    const reason = badHeader(found.columns);
    if (reason !== undefined) reader.rows.push({ line: line.number, reason, raw: cut(line.text), fatal: true });
    if (isNames || reason !== undefined) return;
  }
  const { columns } = found;
  if (cells.length === columns.length) reader.rows.push({ data: zip(columns, cells), line: line.number });
  else reader.rows.push({ line: line.number, reason: ragged(cells.length, columns), raw: cut(line.text) });
}

const ragged = (cells: number, columns: readonly string[]) =>
  `${cells} ${cells === 1 ? 'cell' : 'cells'}, and the header has ${columns.length}` +
  (cells < columns.length ? `: \`${columns[cells]}\` and what follows is missing` : '');

function badHeader(columns: readonly string[]): string | undefined {
  const seen = new Map<string, number>();
  for (const [at, name] of columns.entries()) {
    if (name.includes('\r'))
      return 'lines end in a carriage return alone (an old Macintosh file); save it with line feeds';
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
  const texts = lines
    .filter((line) => !isBadLine(line))
    .slice(0, 20)
    .map((line) => (line as Line).text);
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
