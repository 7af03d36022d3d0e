/** Shingles: the overlapping pieces of a text, as 32-bit hashes, for telling how much two texts have in common. */

/** Runs of `from` to `to` words, or of `characters` characters. */
export type ShingleShape = { readonly words: readonly [from: number, to: number] } | { readonly characters: number };

/** The shingles of `utf8[start .. end)`, repeats included. The list is overwritten by the next call. */
export type Shingler = (utf8: Uint8Array, start: number, end: number) => Int32Array;

/**
 * Case, punctuation and white space do not count. Where a script writes no spaces, overlapping pairs of characters
 * (Chinese, Japanese) or triples (Thai, Lao, Khmer, Burmese) stand for words. A text shorter than a shingle is one
 * shingle as a whole; a text without a letter or digit has none.
 */
export function makeShingler(shape: ShingleShape): Shingler {
  const kindOf = makeKinds();
  const readUnits = makeUnitReader(kindOf);
  let words = new Int32Array(1024);
  let hashes = new Int32Array(4096);
  const room = (wanted: number): void => {
    if (hashes.length < wanted) hashes = new Int32Array(wanted * 2);
  };
  if ('characters' in shape)
    return (utf8, start, end) => {
      const units = readUnits(utf8, start, end);
      room(units.length + 1);
      return hashes.subarray(0, hashRuns(units, shape.characters, hashes));
    };
  const [from, to] = shape.words;
  return (utf8, start, end) => {
    const units = readUnits(utf8, start, end);
    if (words.length < units.length) words = new Int32Array(units.length * 2);
    const count = hashWords(units, kindOf, words);
    room(count * (to - from + 1) + 1);
    return hashes.subarray(0, hashWordRuns(words.subarray(0, count), [from, to], hashes));
  };
}

/** A list of hashes as a set: ascending, each once; a list of its own. */
export function asSet(hashes: Int32Array): Int32Array {
  const sorted = hashes.slice().sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i] as number;
  return sorted.slice(0, size);
}

const BREAK = 0; // unit between words; runs of it are one

/** UTF-16 units of a text in lower case, compatibility forms folded, all that is no letter or digit a BREAK. */
function makeUnitReader(kindOf: (unit: number) => Kind): (utf8: Uint8Array, start: number, end: number) => Uint16Array {
  const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    return /[a-z0-9]/i.test(character) ? character.toLowerCase().charCodeAt(0) : BREAK;
  });
  const decoder = new TextDecoder();
  let units = new Uint16Array(4096);
  const readOther = (text: string): number => {
    if (units.length < text.length) units = new Uint16Array(text.length * 2);
    let count = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      const value = unit < 128 ? (ascii[unit] as number) : kindOf(unit) === 0 ? BREAK : unit;
      if (value !== BREAK || (count > 0 && units[count - 1] !== BREAK)) units[count++] = value;
    }
    return count;
  };
  return (utf8, start, end) => {
    if (units.length < end - start) units = new Uint16Array((end - start) * 2);
    let count = 0;
    for (let i = start; i < end; i++) {
      const byte = utf8[i] as number;
      if (byte >= 128) {
        count = readOther(decoder.decode(utf8.subarray(start, end)).normalize('NFKC').toLowerCase());
        break;
      }
      const value = ascii[byte] as number;
      if (value !== BREAK || (count > 0 && units[count - 1] !== BREAK)) units[count++] = value;
    }
    if (count > 0 && units[count - 1] === BREAK) count--;
    return units.subarray(0, count);
  };
}

/** 0: no letter or digit · 1: part of a word · 2, 3: of a script without spaces, read in pairs or triples. */
type Kind = 0 | 1 | 2 | 3;
const WORD = /[\p{L}\p{M}\p{N}]/u;
const PAIRS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u30fc\p{Cs}]/u; // half a surrogate pair: emoji, rare Chinese
const TRIPLES = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Looks units up in a table of 64 Ki entries that is filled as they come. */
function makeKinds(): (unit: number) => Kind {
  const known = new Uint8Array(1 << 16); // kind + 1
  const judge = (unit: number): Kind => {
    const character = String.fromCharCode(unit);
    if (PAIRS.test(character)) return 2;
    if (!WORD.test(character)) return 0;
    return TRIPLES.test(character) ? 3 : 1;
  };
  return (unit) => {
    if (known[unit] === 0) known[unit] = judge(unit) + 1;
    return ((known[unit] as number) - 1) as Kind;
  };
}

/** Hashes of the words, in order; their number is returned. */
function hashWords(units: Uint16Array, kindOf: (unit: number) => Kind, out: Int32Array): number {
  let count = 0;
  let at = 0;
  while (at < units.length) {
    const kind = kindOf(units[at] as number);
    if (kind === 0) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < units.length && kindOf(units[end] as number) === kind) end++;
    if (kind === 1 || end - at <= kind) out[count++] = hashUnits(units, at, end);
    else for (; at + kind <= end; at++) out[count++] = hashUnits(units, at, at + kind);
    at = end;
  }
  return count;
}

/** FNV-1a over 16-bit units, mixed once more. */
function hashUnits(units: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ (units[i] as number), 0x01000193);
  return mix(hash);
}

function hashRuns(units: Uint16Array, length: number, out: Int32Array): number {
  if (units.length === 0) return 0;
  const runs = Math.max(1, units.length - length + 1);
  for (let i = 0; i < runs; i++) out[i] = hashUnits(units, i, Math.min(i + length, units.length));
  return runs;
}

function hashWordRuns(words: Int32Array, [from, to]: readonly [number, number], out: Int32Array): number {
  let count = 0;
  if (words.length === 0) return 0;
  for (let start = 0; start < words.length; start++) {
    let hash = 0;
    for (let length = 1; length <= to && start + length <= words.length; length++) {
      hash = (Math.imul(hash, 0x9e3779b1) + (words[start + length - 1] as number)) | 0;
      if (length >= from || (start === 0 && length === words.length)) out[count++] = mix(hash ^ length);
    }
  }
  return count;
}

/** 32-bit finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value ^ (value >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
