/** What a value of JSON holds: its texts, unescaped, or its bytes as they stand, which are equal exactly where values are. */
import {
  BACKSLASH, behind, CLOSE_LIST, COMMA, end, endsOrEscapes, firstMember, giveUp, isEscaped, isOdd, keyFrom, keyLength,
  NEWLINE, nextMember, OPEN_LIST, OPEN_OBJECT, QUOTE, readKey, skipScalar, skipSpace,
} from './walk';

const MOST_DEPTH: i32 = 32;
const MOST_KEYS: i32 = 256;
const SLASH: u8 = 0x2f;
const LETTER_U: u8 = 0x75;
/** Keys of the objects that are being read: their addresses and lengths, the innermost object's last. */
const KEYS: usize = memory.data(256 * 8, 16);

/** What the letter after a backslash stands for; 0 for u, and for what must not stand there. */
const ESCAPES: usize = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0x22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x5c, 0, 0, 0,
  0, 0, 8, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 13, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Where the next byte goes. */
let out: usize = 0;
/** Where the text at hand begins. */
let begin: usize = 0;

/** Where the texts end that `copyTextsTo` copied. */
export function copiedTo(): usize {
  return out;
}

/** Copies the texts in the value at `p` to `to`, which needs 16 bytes more than the line. Behind the value. */
export function copyTextsTo(p: usize, to: usize): usize {
  begin = to;
  out = to;
  return copyTexts(p, 0, 0);
}

/** Behind the value at `p`; odd where it could be written in another way, or is a list or an object. */
export function skipCanonical(p: usize): usize {
  const first = load<u8>(p);
  if (first == QUOTE) return skipCanonicalText(p + 1);
  if (first == OPEN_LIST || first == OPEN_OBJECT) return giveUp();
  const stop = skipScalar(p);
  return isCanonical(p, stop - p) ? stop : giveUp();
}

/**
 * From after the opening quote to after the closing one. JavaScript never escapes a slash, and by number only what has no
 * letter: control characters and halves of pairs, in lower case. Only the former are known here.
 */
function skipCanonicalText(start: usize): usize {
  const stop = end;
  let p = start;
  while (p < stop) {
    const met = i8x16.bitmask(closesOrHasChoice(p));
    if (met == 0) {
      p += 16;
      continue;
    }
    p += <usize>ctz(met);
    if (p >= stop) break;
    if (!isEscaped(p, start)) {
      if (load<u8>(p) == QUOTE) return p + 1;
      if (!isControl(p)) break;
    }
    p++;
  }
  return giveUp();
}

/** Ones where a byte is a quote, or a backslash before `u` or a slash. */
// @ts-ignore: decorator
@inline
function closesOrHasChoice(p: usize): v128 {
  const bytes = v128.load(p);
  const next = v128.load(p, 1);
  const isChoice = v128.or(i8x16.eq(next, i8x16.splat(LETTER_U)), i8x16.eq(next, i8x16.splat(SLASH)));
  const isEscape = v128.and(i8x16.eq(bytes, i8x16.splat(BACKSLASH)), isChoice);
  return v128.or(i8x16.eq(bytes, i8x16.splat(QUOTE)), isEscape);
}

/** Is it `\u00` with 0 or 1 and a digit in lower case, and none of those that have a letter of their own? */
function isControl(escape: usize): bool {
  if ((load<u32>(escape, 1) & 0xffffff) != 0x303075) return false; // u00
  const high: u32 = load<u8>(escape, 4) - 0x30;
  const last: u32 = load<u8>(escape, 5);
  if (high > 1 || !(last - 0x30 < 10 || last - 0x61 < 6)) return false;
  return high == 1 || last - 0x30 < 8 || last == 0x62 || last == 0x65 || last == 0x66; // not 8, 9, a, c, d
}

/** Is it true, false, null, or a whole number as JavaScript writes it? Others can be written in several ways. */
function isCanonical(from: usize, length: usize): bool {
  const word = load<u32>(from);
  if (length == 4 && (word == 0x65757274 || word == 0x6c6c756e)) return true;
  if (length == 5 && word == 0x736c6166 && load<u8>(from, 4) == 0x65) return true;
  const isNegative = load<u8>(from) == 0x2d;
  const first = from + (isNegative ? 1 : 0);
  const digits = length - (isNegative ? 1 : 0);
  if (digits == 0 || digits > 15) return false;
  if (load<u8>(first) == 0x30 && (digits > 1 || isNegative)) return false;
  for (let i: usize = 0; i < digits; i++) if (<u8>(load<u8>(first + i) - 0x30) > 9) return false;
  return true;
}

/** Copies the texts in the value at `p`, a newline between them; empty ones and keys do not count. */
function copyTexts(p: usize, depth: i32, keys: i32): usize {
  if (depth > MOST_DEPTH) return giveUp();
  const first = load<u8>(p);
  if (first == QUOTE) return copyText(p + 1);
  if (first == OPEN_LIST) return copyList(p, depth + 1, keys);
  return first == OPEN_OBJECT ? copyObject(p, depth + 1, keys) : skipScalar(p);
}

function copyList(from: usize, depth: i32, keys: i32): usize {
  const first = skipSpace(from + 1);
  if (load<u8>(first) == CLOSE_LIST) return first + 1;
  let p = skipSpace(copyTexts(first, depth, keys));
  while (load<u8>(p) == COMMA) p = skipSpace(copyTexts(skipSpace(p + 1), depth, keys));
  return load<u8>(p) == CLOSE_LIST ? p + 1 : giveUp();
}

/** `keys` is the number of keys of the objects around it. */
function copyObject(from: usize, depth: i32, keys: i32): usize {
  const first = keys;
  for (let p = firstMember(from); p != 0; p = nextMember(p)) {
    p = readKey(p);
    if (isOdd || !isNewKey(first, keys)) return giveUp();
    p = copyTexts(p, depth, ++keys);
  }
  return behind;
}

/** Notes the key that was read last. One that stood before, or that JavaScript would sort to the front, makes the line odd. */
function isNewKey(first: i32, keys: i32): bool {
  const length = keyLength;
  if (keys >= MOST_KEYS || (length > 0 && <u8>(load<u8>(keyFrom) - 0x30) < 10)) return false;
  for (let k = first; k < keys; k++) {
    const known = KEYS + (<usize>k << 3);
    if (load<u32>(known, 4) == length && memory.compare(load<u32>(known), keyFrom, length) == 0) return false;
  }
  store<u32>(KEYS + (<usize>keys << 3), <u32>keyFrom);
  store<u32>(KEYS + (<usize>keys << 3), length, 4);
  return true;
}

/** From after the opening quote to after the closing one. */
function copyText(start: usize): usize {
  if (load<u8>(start) == QUOTE) return start + 1;
  if (out > begin) store<u8>(out++, NEWLINE);
  const stop = end;
  let p = start;
  let to = out;
  while (p < stop) {
    const bytes = v128.load(p);
    v128.store(to, bytes);
    const found = i8x16.bitmask(endsOrEscapes(bytes));
    if (found == 0) {
      p += 16;
      to += 16;
      continue;
    }
    const before = <usize>ctz(found);
    p += before;
    to += before;
    if (p >= stop) break;
    if (load<u8>(p) == QUOTE) {
      out = to;
      return p + 1;
    }
    const letter = load<u8>(p, 1);
    const byte = letter < 0x80 ? load<u8>(ESCAPES + <usize>letter) : 0;
    if (byte != 0) {
      store<u8>(to++, byte);
      p += 2;
      continue;
    }
    if (letter != LETTER_U) break;
    out = to;
    p = copyCodePoint(p + 2);
    to = out;
  }
  return giveUp();
}

/** Four digits, or twice four for a pair of surrogates; half a pair is U+FFFD, as it is when text becomes UTF-8. Behind them. */
function copyCodePoint(p: usize): usize {
  const unit = readUnit(p);
  if (unit < 0xd800 || unit > 0xdfff) {
    putCodePoint(unit);
    return p + 4;
  }
  if (unit < 0xdc00 && p + 10 <= end && load<u16>(p, 4) == 0x755c) {
    const low = readUnit(p + 6);
    if (low >= 0xdc00 && low <= 0xdfff) {
      putCodePoint(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
      return p + 10;
    }
  }
  putCodePoint(0xfffd);
  return p + 4;
}

function readUnit(p: usize): u32 {
  if (p + 4 > end) giveUp();
  let unit: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const byte: u32 = load<u8>(p + i);
    const letter = (byte | 0x20) - 0x61;
    const digit = byte - 0x30;
    if (digit > 9 && letter > 5) giveUp();
    unit = (unit << 4) | (digit <= 9 ? digit : letter + 10);
  }
  return unit;
}

function putCodePoint(code: u32): void {
  if (code < 0x80) {
    store<u8>(out++, <u8>code);
    return;
  }
  if (code < 0x800) store<u8>(out++, <u8>(0xc0 | (code >> 6)));
  else {
    if (code < 0x10000) store<u8>(out++, <u8>(0xe0 | (code >> 12)));
    else {
      store<u8>(out++, <u8>(0xf0 | (code >> 18)));
      store<u8>(out++, <u8>(0x80 | ((code >> 12) & 63)));
    }
    store<u8>(out++, <u8>(0x80 | ((code >> 6) & 63)));
  }
  store<u8>(out++, <u8>(0x80 | (code & 63)));
}
