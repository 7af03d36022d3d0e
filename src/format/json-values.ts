/** A JSON file: one array of objects, or objects one after another; cut apart as it streams by, never held whole. */
import { isFault, parseJson } from './json.ts';
import { isData, kindOf } from './jsonl.ts';
import { firstBrokenByte } from './lines.ts';
import { type BadRow, cut, RECORD_BYTES, type Read } from './row.ts';

interface Cutter {
  /** What may come outside of values. */
  expects: 'anything' | 'value' | 'value or end' | 'comma or end' | 'nothing';
  inArray: boolean;
  /** A value is open; what follows is about it. */
  open: boolean;
  depth: number;
  inText: boolean;
  escaped: boolean;
  /** Bytes of the open value that earlier chunks brought. */
  held: Buffer[];
  heldBytes: number;
  /** Place of the open value, or of the next byte where none is open; from 1. */
  line: number;
  column: number;
  readonly cap: number;
}

const FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const isSpace = (byte: number) => byte === 0x20 || byte === FEED || byte === 0x0d || byte === 0x09;
const isOpener = (byte: number) => byte === OPEN_OBJECT || byte === OPEN_LIST;
const isCloser = (byte: number) => byte === CLOSE_OBJECT || byte === CLOSE_LIST;

/** Rows of a UTF-8 stream of JSON values, a batch for each chunk. Each value is one sample; so is a file of one object. */
export async function* readJsonValues(
  chunks: AsyncIterable<Uint8Array>,
  cap = RECORD_BYTES,
): AsyncGenerator<readonly Read[]> {
  const fresh = { expects: 'anything', inArray: false, open: false, depth: 0, inText: false, escaped: false } as const;
  const cutter: Cutter = { ...fresh, held: [], heldBytes: 0, line: 1, column: 1, cap };
  for await (const chunk of chunks) {
    const rows: Read[] = [];
    const fatal = cutChunk(cutter, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), rows);
    if (fatal !== undefined) return yield [...rows, fatal];
    yield rows;
  }
  yield endOfFile(cutter);
}

/** Reads a chunk; gives back what makes the rest of the file unreadable. */
function cutChunk(cutter: Cutter, chunk: Buffer, rows: Read[]): BadRow | undefined {
  let start = 0;
  for (let at = 0; at < chunk.length; at++) {
    const byte = chunk[at]!;
    if (!cutter.open) {
      const reason = outside(cutter, byte);
      if (reason !== undefined)
        return { ...placeOf(cutter), reason, raw: cut(chunk.toString('utf8', at, at + 200)), fatal: true };
      if (cutter.open) start = at;
      continue;
    }
    const ended = inside(cutter, byte);
    if (ended === 'no') continue;
    const end = ended === 'with this byte' ? at + 1 : at;
    rows.push(...finish(cutter, chunk.subarray(start, end)));
    if (end === at) at--; // the byte that ended a bare word is read again, from outside
  }
  return cutter.open ? hold(cutter, chunk.subarray(start)) : undefined;
}

function inside(cutter: Cutter, byte: number): 'no' | 'with this byte' | 'before this byte' {
  if (cutter.inText) {
    if (cutter.escaped) cutter.escaped = false;
    else if (byte === BACKSLASH) cutter.escaped = true;
    else if (byte === QUOTE) cutter.inText = false;
    return 'no';
  }
  if (byte === QUOTE) cutter.inText = true;
  else if (isOpener(byte)) cutter.depth++;
  else if (cutter.depth > 0) return isCloser(byte) && --cutter.depth === 0 ? 'with this byte' : 'no';
  else if (byte === COMMA || byte === FEED || isCloser(byte)) return 'before this byte';
  return 'no';
}

/** Reads a byte between values; gives back why it may not stand there. */
function outside(cutter: Cutter, byte: number): string | undefined {
  if (!isSpace(byte)) {
    if (cutter.expects === 'anything') return byte === OPEN_LIST ? openArray(cutter) : begin(cutter, byte);
    if (cutter.expects === 'nothing') return 'something follows after the end of the array';
    return cutter.inArray ? inArray(cutter, byte) : begin(cutter, byte);
  }
  cutter.column = byte === FEED ? 1 : cutter.column + 1;
  if (byte === FEED) cutter.line++;
  return undefined;
}

function openArray(cutter: Cutter): undefined {
  cutter.inArray = true;
  cutter.expects = 'value or end';
  cutter.column++;
}

function inArray(cutter: Cutter, byte: number): string | undefined {
  const { expects } = cutter;
  if (byte === CLOSE_LIST && expects === 'value') return 'a comma with nothing after it';
  if (byte === COMMA && expects !== 'comma or end') return 'a comma with no value before it';
  if (byte !== CLOSE_LIST && byte !== COMMA)
    return expects === 'comma or end' ? 'a comma should stand between two values of the array' : begin(cutter, byte);
  cutter.expects = byte === COMMA ? 'value' : 'nothing';
  cutter.column++;
  return undefined;
}

function begin(cutter: Cutter, byte: number): undefined {
  cutter.open = true;
  cutter.depth = isOpener(byte) ? 1 : 0;
  cutter.inText = byte === QUOTE;
  cutter.escaped = false;
}

function hold(cutter: Cutter, bytes: Buffer): BadRow | undefined {
  cutter.held.push(bytes);
  cutter.heldBytes += bytes.length;
  if (cutter.heldBytes <= cutter.cap) return undefined;
  const raw = cut(cutter.held[0]!.toString('utf8', 0, 2000));
  return { ...placeOf(cutter), reason: `a value of more than ${cutter.cap} bytes begins here`, raw, fatal: true };
}

function finish(cutter: Cutter, bytes: Buffer): Read[] {
  const whole = cutter.held.length === 0 ? bytes : Buffer.concat([...cutter.held, bytes]);
  const place = placeOf(cutter);
  const text = whole.toString('utf8');
  advance(cutter, text);
  Object.assign(cutter, { open: false, held: [], heldBytes: 0, expects: cutter.inArray ? 'comma or end' : 'value' });
  return [toRow(whole, text, place)];
}

function toRow(bytes: Buffer, text: string, place: Place): Read {
  const broken = firstBrokenByte(bytes);
  if (broken !== -1) {
    const reason = `not UTF-8 (0x${bytes[broken]!.toString(16)}); if the file is older, set \`encoding: latin1\``;
    return { ...placeWithin(place, bytes.toString('utf8', 0, broken)), reason, raw: cut(text) };
  }
  const parsed = parseJson(text);
  if (isFault(parsed))
    return { ...placeWithin(place, text.slice(0, parsed.offset)), reason: parsed.fault, raw: cut(text) };
  const { value, exact } = parsed;
  if (!isData(value))
    return { ...place, reason: `a sample is an object, and this is ${kindOf(value)}`, raw: cut(text) };
  return exact.length === 0 ? { data: value, line: place.line } : { data: value, line: place.line, exact };
}

function endOfFile(cutter: Cutter): Read[] {
  if (!cutter.open) {
    if (!cutter.inArray || cutter.expects === 'nothing') return [];
    return [
      {
        ...placeOf(cutter),
        reason: 'it breaks off: the array that the file begins with is not closed',
        raw: '',
        fatal: true,
      },
    ];
  }
  const broken = cutter.inArray || cutter.depth > 0 || cutter.inText;
  const rows = finish(cutter, Buffer.alloc(0));
  return broken ? rows.map((row) => ('reason' in row ? { ...row, fatal: true } : row)) : rows;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const placeOf = ({ line, column }: Cutter): Place => ({ line, column });

function placeWithin(place: Place, before: string): Place {
  const lastFeed = before.lastIndexOf('\n');
  if (lastFeed === -1) return { line: place.line, column: place.column + before.length };
  return { line: place.line + before.split('\n').length - 1, column: before.length - lastFeed };
}

const advance = (cutter: Cutter, over: string) => Object.assign(cutter, placeWithin(placeOf(cutter), over));
