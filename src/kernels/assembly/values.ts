/** Copies what a value of JSON holds: its texts, unescaped, or bytes that are equal exactly where values are. */
import {
  at, BACKSLASH, CLOSE_LIST, CLOSE_OBJECT, COMMA, end, isOdd, keyLength, NEWLINE, OPEN_LIST, OPEN_OBJECT, QUOTE, readKey,
  skipScalar, skipSpace, take,
} from './walk';

const MOST_DEPTH: i32 = 32;
const MOST_KEYS: i32 = 256;
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
/** Half a pair of surrogates was met. */
let isHalf: bool = false;

/** Copies the texts in the value at the reader's place to `to`, and gives where they end; needs 16 bytes more than the line. */
export function copyTextsTo(to: usize): usize {
  begin = to;
  out = to;
  copyTexts(0, 0);
  return out;
}

/** Copies the value there to `to`: a text as `s` and its bytes, a number or word as `v` and its bytes. */
export function copyValueTo(to: usize): usize {
  out = to;
  copyValue();
  return out;
}

/** A value that is not there: null. */
export function copyNoValueTo(to: usize): usize {
  store<u8>(to, 0x76);
  store<u32>(to, 0x6c6c756e, 1);
  return to + 5;
}

function copyValueOf(value: usize, to: usize): usize {
  out = to;
  copyValue(value);
  return out;
}

function copyValue(): void {
  const value = at;
  if (value >= end) {
    isOdd = true;
    return;
  }
  const first = load<u8>(value);
  if (first == OPEN_LIST || first == OPEN_OBJECT) isOdd = true;
  else if (first == QUOTE) {
    at++;
    store<u8>(out++, 0x73);
    isHalf = false;
    copyRest();
    if (isHalf) isOdd = true;
  } else {
    skipScalar();
    if (!isCanonical(value, at - value)) isOdd = true;
    store<u8>(out++, 0x76);
    memory.copy(out, value, at - value);
    out += at - value;
  }
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

/** Copies the texts in the value at the cursor, a newline between them; empty ones and keys do not count. */
function copyTexts(depth: i32, keys: i32): void {
  if (at >= end || depth > MOST_DEPTH) {
    isOdd = true;
    return;
  }
  const first = load<u8>(at);
  if (first == QUOTE) {
    at++;
    copyText();
  } else if (first == OPEN_LIST) copyList(depth + 1, keys);
  else if (first == OPEN_OBJECT) copyObject(depth + 1, keys);
  else skipScalar();
}

function copyList(depth: i32, keys: i32): void {
  at++;
  skipSpace();
  if (load<u8>(at) == CLOSE_LIST) {
    at++;
    return;
  }
  for (;;) {
    copyTexts(depth, keys);
    skipSpace();
    if (isOdd) return;
    if (load<u8>(at) == CLOSE_LIST) break;
    if (!take(COMMA)) return;
    skipSpace();
  }
  at++;
}

/** `keys` is the number of keys of the objects around it. */
function copyObject(depth: i32, keys: i32): void {
  const first = keys;
  at++;
  skipSpace();
  if (load<u8>(at) == CLOSE_OBJECT) {
    at++;
    return;
  }
  for (;;) {
    const name = readKey();
    if (isOdd || !isNewKey(name, first, keys)) return;
    keys++;
    copyTexts(depth, keys);
    skipSpace();
    if (isOdd) return;
    if (load<u8>(at) == CLOSE_OBJECT) break;
    if (!take(COMMA)) return;
    skipSpace();
  }
  at++;
}

/** Notes a key. A key that stood before, or one that JavaScript would sort to the front, makes the line odd. */
function isNewKey(name: usize, first: i32, keys: i32): bool {
  const length = keyLength;
  const digit = load<u8>(name) - 0x30;
  if (keys >= MOST_KEYS || (length > 0 && digit < 10)) isOdd = true;
  for (let k = first; k < keys && !isOdd; k++) {
    const known = KEYS + (<usize>k << 3);
    if (load<u32>(known, 4) == length && memory.compare(load<u32>(known), name, length) == 0) isOdd = true;
  }
  if (isOdd) return false;
  store<u32>(KEYS + (<usize>keys << 3), <u32>name);
  store<u32>(KEYS + (<usize>keys << 3), length, 4);
  return true;
}

/** From after the opening quote to after the closing one. */
function copyText(): void {
  if (at < end && load<u8>(at) == QUOTE) {
    at++;
    return;
  }
  if (out > begin) store<u8>(out++, NEWLINE);
  copyRest();
}

/** From after the opening quote, or from within a text, to after the closing one. */
function copyRest(): void {
  const quote = i8x16.splat(QUOTE);
  const backslash = i8x16.splat(BACKSLASH);
  const stop = end;
  let p = at; // places of their own: the reader's lie in memory
  let to = out;
  while (p < stop) {
    const bytes = v128.load(p);
    v128.store(to, bytes);
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)));
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
      at = p + 1;
      out = to;
      return;
    }
    const letter = load<u8>(p, 1);
    const byte = letter < 0x80 ? load<u8>(ESCAPES + <usize>letter) : 0;
    if (byte != 0) {
      store<u8>(to++, byte);
      p += 2;
      continue;
    }
    if (letter != 0x75) break;
    at = p + 2;
    out = to;
    putCodePoint(readCodePoint());
    if (isOdd) return;
    p = at;
    to = out;
  }
  isOdd = true;
}

/** Four digits, or twice four for a pair of surrogates; half a pair is U+FFFD, as it is when text becomes UTF-8. */
function readCodePoint(): u32 {
  const unit = readUnit(at);
  at += 4;
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit < 0xdc00 && at + 6 <= end && load<u16>(at) == 0x755c) {
    const low = readUnit(at + 2);
    if (low >= 0xdc00 && low <= 0xdfff) {
      at += 6;
      return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  }
  isHalf = true;
  return 0xfffd;
}

function readUnit(p: usize): u32 {
  if (p + 4 > end) isOdd = true;
  let unit: u32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const byte: u32 = load<u8>(p + i);
    const letter = (byte | 0x20) - 0x61;
    const digit = byte - 0x30;
    if (digit > 9 && letter > 5) isOdd = true;
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
