/** Reads a text into its words, lines and paragraphs, and counts what can be told on the way. */
import { ALONE, bytesFrom, classBefore, codeAt, ENDS, INK, LETTER, MARK, SPACE } from './characters';

// Places in the counts, 4 bytes each; `wasm/pages.ts` names them too.
const WORDS: usize = 0;
const LINES: usize = 4;
const PARAGRAPHS: usize = 8;
const CHARACTERS: usize = 12;
const LINE_ENDS: usize = 16;
const HASHES: usize = 20;
const ELLIPSES: usize = 24;
const BRACES: usize = 28;
const BULLET_LINES: usize = 32;
const ELLIPSIS_LINES: usize = 36;
const ENDED_LINES: usize = 40;
const SHORT_LINES: usize = 44;
/** Characters U+FFFD: half a pair of surrogates may have become one. */
const REPLACEMENTS: usize = 48;
const COUNTS: usize = 52;

const SHORT_LINE: u32 = 30;

let text: usize = 0;
let classes: usize = 0;
let counts: usize = 0;
let words: usize = 0;
let lines: usize = 0;
let paragraphs: usize = 0;

// Of the text so far.
let starts: u32 = 0; // words begun
let ended: u32 = 0; // words ended
let lineStart: u32 = 0; // first word of the line
let paragraphStart: u32 = 0; // first line of the paragraph
let tails: u32 = 0; // bytes that begin no character
let dots: u32 = 0; // in a row
let inWord: u64 = 0; // 1 where the block before ended within a word
let aloneEnd: u32 = 0; // where a word of a script without spaces ended last

// Of the 64 bytes at hand, a bit each; what reaches into the next 64 beside them.
let wordBits: u64 = 0;
let letterBits: u64 = 0;
let inkBits: u64 = 0;
let highBits: u64 = 0;
let tailBits: u64 = 0;
let endBits: u64 = 0;
let breakBits: u64 = 0;
let nextGaps: u64 = 0;
let nextBreaks: u64 = 0;

// @ts-ignore: decorator
@inline
function add(place: usize, more: u32): void {
  store<u32>(counts + place, load<u32>(counts + place) + more);
}

/**
 * Reads `length` bytes of UTF-8 at `from`. Words, lines without the space around them, and paragraphs become spans of 16
 * bytes: first byte, one past the last, first character, characters. `spanned` has room for length / 2 + 2 words; lines
 * and paragraphs for as many. `masks` (length / 4 + 32 bytes) gets two words of 64 bits for each 64 bytes: letters, ink.
 * Gives 0, or the code point + 1 of a character whose class is missing: the caller fills it in and begins again.
 */
export function readPage(
  from: usize, length: u32, classTable: usize, masks: usize,
  wordSpans: usize, lineSpans: usize, paragraphSpans: usize, out: usize,
): u32 {
  text = from;
  classes = classTable;
  counts = out;
  words = wordSpans;
  lines = lineSpans;
  paragraphs = paragraphSpans;
  memory.fill(counts, 0, COUNTS);
  starts = ended = lineStart = paragraphStart = tails = dots = 0;
  inWord = nextGaps = nextBreaks = 0;
  aloneEnd = u32.MAX_VALUE;
  let mask = masks;
  for (let base: u32 = 0; base < length; base += 64, mask += 16) {
    classify(base, length - base);
    if (highBits != 0) {
      const missing = classifyHigh(base);
      if (missing != 0) return missing;
    } else {
      wordBits &= ~nextGaps;
      breakBits = nextBreaks;
      nextGaps = nextBreaks = 0;
    }
    store<u64>(mask, letterBits);
    store<u64>(mask, inkBits, 8);
    take(base);
  }
  memory.fill(mask, 0, 16);
  if (inWord != 0) endWord(length, 0, 0);
  closeLine();
  closeParagraph();
  store<u32>(counts, ended, WORDS);
  store<u32>(counts, length - tails, CHARACTERS);
  return 0;
}

/** The bits of 64 bytes as far as they are ASCII; `left` bytes are of the text. */
function classify(base: u32, left: u32): void {
  wordBits = letterBits = inkBits = highBits = endBits = 0;
  let returns: u64 = 0;
  let fullStops: u64 = 0;
  let hashes: u64 = 0;
  let braces: u64 = 0;
  const some: u64 = left < 64 ? <u64>-1 >>> (64 - <u64>left) : <u64>-1;
  for (let i: u32 = 0; i < 4; i++) {
    const bytes = v128.load(text + base + (i << 4));
    const shift = <u64>i << 4;
    const space = v128.or(
      i8x16.eq(bytes, i8x16.splat(0x20)),
      i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(9)), i8x16.splat(5)),
    );
    const letter = i8x16.lt_u(i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61)), i8x16.splat(26));
    const digit = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(0x30)), i8x16.splat(10));
    wordBits |= <u64>(~i8x16.bitmask(space) & 0xffff) << shift;
    letterBits |= <u64>i8x16.bitmask(letter) << shift;
    inkBits |= <u64>i8x16.bitmask(v128.or(letter, digit)) << shift;
    highBits |= <u64>i8x16.bitmask(bytes) << shift;
    endBits |= <u64>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x0a))) << shift;
    returns |= <u64>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x0d))) << shift;
    fullStops |= <u64>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x2e))) << shift;
    hashes |= <u64>i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(0x23))) << shift;
    const brace = v128.or(i8x16.eq(bytes, i8x16.splat(0x7b)), i8x16.eq(bytes, i8x16.splat(0x7d)));
    braces |= <u64>i8x16.bitmask(brace) << shift;
  }
  wordBits &= some;
  letterBits &= some;
  inkBits &= some;
  highBits &= some;
  endBits &= some;
  if ((hashes & some) != 0) add(HASHES, <u32>popcnt(hashes & some));
  if ((braces & some) != 0) add(BRACES, <u32>popcnt(braces & some));
  if ((returns & some) != 0) takeReturns(base, left, returns & some);
  countDots(fullStops & some);
}

/** A carriage return ends a line but where a line feed follows. */
function takeReturns(base: u32, left: u32, returns: u64): void {
  let bits = returns;
  while (bits != 0) {
    const at = <u32>ctz(bits);
    bits &= bits - 1;
    const isLast = at + 1 >= left;
    if (isLast || load<u8>(text + base + at, 1) != 0x0a) endBits |= (<u64>1) << at;
  }
}

/** Every third full stop in a row makes an ellipsis. */
function countDots(fullStops: u64): void {
  if ((fullStops & (fullStops >>> 1)) == 0 && (dots == 0 || (fullStops & 1) == 0)) {
    dots = <u32>(fullStops >>> 63);
    return;
  }
  for (let i: u64 = 0; i < 64; i++) {
    dots = (fullStops >>> i) & 1 ? dots + 1 : 0;
    if (dots == 3) {
      add(ELLIPSES, 1);
      dots = 0;
    }
  }
}

/** The bits of the characters beyond ASCII that begin in the 64 bytes at hand. */
function classifyHigh(base: u32): u32 {
  let gaps = nextGaps;
  let gapsAfter: u64 = 0;
  let breaksAfter: u64 = 0;
  breakBits = nextBreaks;
  tailBits = 0;
  for (let i: u32 = 0; i < 4; i++) {
    const tail = i8x16.lt_s(v128.load(text + base + (i << 4)), i8x16.splat(-64));
    tailBits |= <u64>i8x16.bitmask(tail) << (<u64>i << 4);
  }
  tailBits &= highBits;
  let leads = highBits & ~tailBits;
  while (leads != 0) {
    const bit = <u64>ctz(leads);
    leads &= leads - 1;
    const at = base + <u32>bit;
    const bytes = bytesFrom(load<u8>(text + at));
    const code = codeAt(text + at, bytes);
    const known: u32 = load<u8>(classes + code);
    if (known == 0) return code + 1;
    if ((known & SPACE) != 0) {
      const all: u64 = ((<u64>1) << bytes) - 1;
      gaps |= all << bit;
      if (bit + bytes > 64) gapsAfter = all >>> (64 - bit);
      continue;
    }
    letterBits |= <u64>((known & LETTER) >> 1) << bit;
    inkBits |= <u64>((known & INK) >> 2) << bit;
    if (code == 0x2026) add(ELLIPSES, 1);
    if (code == 0xfffd) add(REPLACEMENTS, 1);
    if ((known & (ALONE | MARK)) == 0) continue;
    const goesOn = (known & MARK) != 0 && aloneEnd == at;
    if (goesOn) breakBits &= ~((<u64>1) << bit);
    else if ((known & ALONE) == 0) continue;
    else breakBits |= (<u64>1) << bit;
    aloneEnd = at + bytes;
    if (bit + bytes < 64) breakBits |= (<u64>1) << (bit + bytes);
    else breaksAfter = (<u64>1) << (bit + bytes - 64);
  }
  wordBits &= ~gaps;
  nextGaps = gapsAfter;
  nextBreaks = breaksAfter;
  return 0;
}

/** Writes the words that begin and end in the 64 bytes at hand, and then the lines that end. */
function take(base: u32): void {
  const before = (wordBits << 1) | inWord;
  let begin = wordBits & (~before | breakBits);
  const finish = before & (~wordBits | breakBits);
  inWord = wordBits >>> 63;
  const tailsHere = highBits == 0 ? 0 : tailBits;
  while (begin != 0) {
    const bit = <u64>ctz(begin);
    begin &= begin - 1;
    const span = words + (<usize>(starts++) << 4);
    const at = base + <u32>bit;
    store<u32>(span, at);
    store<u32>(span, at - tails - <u32>popcnt(tailsHere & ~(<u64>-1 << bit)), 8);
  }
  if (endBits == 0) endWords(base, finish, tailsHere);
  else {
    let left = finish;
    let ends = endBits;
    while (ends != 0) {
      const upTo: u64 = ends ^ (ends - 1); // up to the line end, which a word may end at
      ends &= ends - 1;
      endWords(base, left & upTo, tailsHere);
      left &= ~upTo;
      endLine();
    }
    endWords(base, left, tailsHere);
  }
  tails += <u32>popcnt(tailsHere);
}

// @ts-ignore: decorator
@inline
function endWords(base: u32, finish: u64, tailsHere: u64): void {
  let bits = finish;
  while (bits != 0) {
    const bit = <u64>ctz(bits);
    bits &= bits - 1;
    endWord(base + <u32>bit, bit, tailsHere);
  }
}

// @ts-ignore: decorator
@inline
function endWord(at: u32, bit: u64, tailsHere: u64): void {
  const span = words + (<usize>(ended++) << 4);
  store<u32>(span, at, 4);
  store<u32>(span, at - tails - <u32>popcnt(tailsHere & ~(<u64>-1 << bit)) - load<u32>(span, 8), 12);
}

function endLine(): void {
  add(LINE_ENDS, 1);
  if (ended == lineStart) closeParagraph();
  else closeLine();
}

function closeLine(): void {
  if (ended == lineStart) return;
  const line = lines + (<usize>load<u32>(counts, LINES) << 4);
  add(LINES, 1);
  join(line, words + (<usize>lineStart << 4), words + (<usize>(ended - 1) << 4));
  lineStart = ended;
  const end = text + load<u32>(line, 4);
  if (isBullet(text + load<u32>(line))) add(BULLET_LINES, 1);
  const last = load<u32>(end - 3) & 0xffffff;
  if (end >= text + 3 && (last == 0x2e2e2e || last == 0xa680e2)) add(ELLIPSIS_LINES, 1);
  if ((classBefore(end, classes) & ENDS) != 0) add(ENDED_LINES, 1);
  if (load<u32>(line, 12) <= SHORT_LINE) add(SHORT_LINES, 1);
}

function closeParagraph(): void {
  const count = load<u32>(counts, LINES);
  if (count == paragraphStart) return;
  const paragraph = paragraphs + (<usize>load<u32>(counts, PARAGRAPHS) << 4);
  add(PARAGRAPHS, 1);
  join(paragraph, lines + (<usize>paragraphStart << 4), lines + (<usize>(count - 1) << 4));
  paragraphStart = count;
}

/** The span from the beginning of one to the end of another. */
function join(span: usize, first: usize, last: usize): void {
  store<u32>(span, load<u32>(first));
  store<u32>(span, load<u32>(last, 4), 4);
  const start = load<u32>(first, 8);
  store<u32>(span, start, 8);
  store<u32>(span, load<u32>(last, 8) + load<u32>(last, 12) - start, 12);
}

/** - * • ‣ ◦ – */
function isBullet(p: usize): bool {
  const first = load<u8>(p);
  if (first != 0xe2) return first == 0x2d || first == 0x2a;
  const rest = load<u16>(p, 1);
  return rest == 0xa280 || rest == 0xa380 || rest == 0xa697 || rest == 0x9380;
}
