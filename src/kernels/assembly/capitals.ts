/** Finds words that begin with a capital: plain ones exactly, of others the runs of letters to look at. */

/** Set in the end of a run that must be looked at, and holds such words or none. */
const ROUGH: u32 = 0x80000000;

const APOSTROPHE: u8 = 0x27;
const HYPHEN: u8 = 0x2d;

let out: usize = 0;
/** Units are counted up to here: so many from the start of the row. */
let counted: usize = 0;
let units: u32 = 0;

/** What was met in the run at hand. */
let hasCapital: bool = false;
/** A character of which this reader does not know whether it is a capital. */
let hasMaybe: bool = false;
/** A character of which it does not know whether it is a letter. */
let hasOdd: bool = false;

/**
 * Writes three u32 a word to `words`: start and end in UTF-16 units from the start of the row, and the word's hash (0 for
 * what must be looked at); and to `ends` a u32 a row: the words up to and with it. `words` needs 12 · (bytes / 2 + rows).
 */
export function capitals(text: usize, offsets: usize, rows: u32, words: usize, ends: usize): void {
  out = words;
  for (let row: u32 = 0; row < rows; row++) {
    const bounds = offsets + (<usize>row << 2);
    readRow(text + load<u32>(bounds), text + load<u32>(bounds, 4));
    store<u32>(ends + (<usize>row << 2), <u32>(out - words) / 12);
  }
}

function readRow(from: usize, to: usize): void {
  counted = from;
  units = 0;
  let p = from;
  for (;;) {
    const loud = nextLoud(p, to);
    if (loud >= to) return;
    let start = loud;
    while (start > p && isPlain(load<u8>(start - 1))) start--;
    hasCapital = false;
    hasMaybe = false;
    hasOdd = false;
    const end = endOfRun(loud, to);
    if (hasCapital || hasMaybe) note(start, end, from, to);
    p = max(end, loud + sizeOfGap(loud));
  }
}

/** The next capital of ASCII, or byte beyond it. */
function nextLoud(from: usize, to: usize): usize {
  for (let p = from; p < to; p += 16) {
    const bytes = v128.load(p);
    const upper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x41)), i8x16.splat(26));
    const loud = i8x16.bitmask(v128.or(upper, bytes)); // the highest bit is set in a mask and beyond ASCII
    if (loud != 0) return p + <usize>ctz(loud);
  }
  return to;
}

// @ts-ignore: decorator
@inline
function isLetter(byte: u8): bool {
  return <u8>((byte | 0x20) - 0x61) < 26;
}

/** What a run may hold of ASCII. */
// @ts-ignore: decorator
@inline
function isPlain(byte: u8): bool {
  return isLetter(byte) || byte == APOSTROPHE || byte == HYPHEN;
}

/** Bytes of a character that no run holds: no-break space, and all signs U+2000 to U+203f but the apostrophe; else 0. */
function sizeOfGap(p: usize): usize {
  const first = load<u8>(p);
  if (first == 0xc2 && load<u8>(p, 1) == 0xa0) return 2;
  return first == 0xe2 && load<u8>(p, 1) == 0x80 && load<u8>(p, 2) != 0x99 ? 3 : 0;
}

function endOfRun(from: usize, to: usize): usize {
  let p = from;
  while (p < to) {
    const byte = load<u8>(p);
    if (byte < 0x80) {
      if (!isPlain(byte)) break;
      hasCapital = hasCapital || <u8>(byte - 0x41) < 26;
      p++;
    } else {
      if (sizeOfGap(p) != 0) break;
      p += readWide(p);
    }
  }
  return min(p, to);
}

/** Notes what a character beyond ASCII is, and gives its bytes. */
function readWide(p: usize): usize {
  const first = load<u8>(p);
  const second = load<u8>(p, 1);
  if (isApostrophe(p)) return 3;
  if (first == 0xc3 && second != 0x97 && second != 0xb7) {
    hasCapital = hasCapital || second < 0x9f; // À to Þ; from ß on they are small
    return 2;
  }
  hasOdd = true;
  // U+3000 to U+9fff and Hangul: letters without case
  const isCaseless = (first >= 0xe3 && first <= 0xe9) || (first >= 0xeb && first <= 0xed);
  hasMaybe = hasMaybe || !isCaseless;
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
}

// @ts-ignore: decorator
@inline
function isApostrophe(p: usize): bool {
  return load<u8>(p) == 0xe2 && load<u8>(p, 1) == 0x80 && load<u8>(p, 2) == 0x99;
}

/** Bytes of what joins two parts of a word at `p`; 0 where there is none. */
// @ts-ignore: decorator
@inline
function sizeOfJoin(p: usize): usize {
  const byte = load<u8>(p);
  if (byte == APOSTROPHE || byte == HYPHEN) return 1;
  return isApostrophe(p) ? 3 : 0;
}

/** Bytes of the letter at `p`, where it is one that this reader knows; else 0. */
// @ts-ignore: decorator
@inline
function sizeOfLetter(p: usize): usize {
  return isLetter(load<u8>(p)) ? 1 : load<u8>(p) == 0xc3 ? 2 : 0;
}

/** Without what joins at its start, the run is a word if it begins with a capital, and all joins stand between letters. */
function note(start: usize, end: usize, from: usize, to: usize): void {
  let first = start;
  while (first < end && sizeOfJoin(first) != 0) first += sizeOfJoin(first);
  const isJoined = first == start && start > from && isJoining(load<u8>(start - 1));
  const last: usize = isJoined || hasOdd || !isCapital(first) ? 0 : endOfWord(first, end);
  const isRough = last == 0 || (last == end && end < to && isDigit(load<u8>(end)));
  emit(isRough ? start : first, isRough ? end : last, isRough);
}

/** Where the word ends that begins at `p`, if nothing but joins follows in the run; else 0. */
function endOfWord(p: usize, end: usize): usize {
  let at = p;
  let last = p;
  while (at < end) {
    const letter = sizeOfLetter(at);
    if (letter != 0) {
      if (at > last && at - last != sizeOfJoin(last)) return 0; // two joins side by side
      at += letter;
      last = at;
    } else at += sizeOfJoin(at);
  }
  return last;
}

// @ts-ignore: decorator
@inline
function isCapital(p: usize): bool {
  const byte = load<u8>(p);
  return <u8>(byte - 0x41) < 26 || (byte == 0xc3 && load<u8>(p, 1) < 0x9f);
}

// @ts-ignore: decorator
@inline
function isDigit(byte: u8): bool {
  return <u8>(byte - 0x30) < 10;
}

/** Behind these a word is a part of something else. */
// @ts-ignore: decorator
@inline
function isJoining(byte: u8): bool {
  return isDigit(byte) || byte == 0x5f || byte == 0x40;
}

function emit(start: usize, end: usize, isRough: bool): void {
  units += unitsIn(counted, start);
  store<u32>(out, units);
  units += unitsIn(start, end);
  counted = end;
  store<u32>(out, isRough ? units | ROUGH : units, 4);
  store<u32>(out, isRough ? 0 : hashOf(start, end), 8);
  out += 12;
}

/** FNV-1a over the bytes (Fowler, Noll, Vo; RFC 9923). */
function hashOf(from: usize, to: usize): u32 {
  let hash: u32 = 0x811c9dc5;
  for (let p = from; p < to; p++) hash = (hash ^ <u32>load<u8>(p)) * 0x01000193;
  return hash;
}

/** UTF-16 units of whole characters: one each, two of those of four bytes. */
function unitsIn(from: usize, to: usize): u32 {
  let count: u32 = 0;
  for (let p = from; p < to; p += 16) {
    const bytes = v128.load(p);
    const within: u32 = to - p < 16 ? (1 << <u32>(to - p)) - 1 : 0xffff;
    const inner = <u32>i8x16.bitmask(i8x16.lt_s(bytes, i8x16.splat(-64)));
    const wide = <u32>i8x16.bitmask(i8x16.ge_u(bytes, i8x16.splat(<i8>0xf0)));
    count += popcnt(~inner & within) + popcnt(wide & within);
  }
  return count;
}
