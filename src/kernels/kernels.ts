/** What the kernels do with batches of bytes. Two ways, the same bits: WebAssembly with SIMD, and plain TypeScript. */
import type { Int8Rows } from '../math/int8-vectors.ts';
import type { BandShape } from '../math/minhash.ts';
import type { PageCounts } from './page-counts.ts';
import type { RunReader } from './run-reader.ts';

/** Texts of many rows: row i is `utf8[offsets[i] .. offsets[i + 1])`. */
export interface Texts {
  readonly utf8: Uint8Array;
  /** rows + 1 entries; ascending. */
  readonly offsets: Uint32Array;
}

/** One text as a batch of its own. */
export const oneText = (utf8: Uint8Array): Texts => ({ utf8, offsets: Uint32Array.of(0, utf8.length) });

/** A field of a line of JSON, such as data → text. */
type Path = readonly [outer: string, inner: string];

/** What is looked for in each line. */
export interface Where {
  readonly field: Path;
  readonly flag: Path;
}

/** Of each line: 0, or 1 where its flag is `true`; `LEFT` where it is left to a full parser, and nothing else said of it. */
type Flags = Uint8Array;
/** Escaped keys, keys twice, what is no JSON, and what a kernel does not know. */
export const LEFT = 2;

/** The lines that have a flag, ascending. */
export function placesOf(flags: Uint8Array, wanted: number): number[] {
  const places: number[] = [];
  for (let at = flags.indexOf(wanted); at >= 0; at = flags.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

/** Which pieces of a text are compared: runs of `words[0]` to `words[1]` words, or of so many characters. */
export type ShingleShape = { readonly words: readonly [least: number, most: number] } | { readonly characters: number };

export interface Signing {
  readonly shape: ShingleShape;
  readonly bands: BandShape;
}

/** Signatures of a batch, cut into bands. */
export interface Signed {
  /** Shingles of each row, repeats included; 0 where there is no word. */
  readonly counts: Uint32Array;
  /** The keys of row i are `keys[i · bands .. (i + 1) · bands)`. */
  readonly keys: Uint32Array;
}

export interface HashedLines {
  readonly flags: Flags;
  /** 0 of null, and of what is missing. */
  readonly hashes: Uint32Array;
  /** Where each value begins, and its length; where a line is left, the line's own. Of what is missing nothing is said. */
  readonly spans: Uint32Array;
}

export interface SignedLines extends Signed {
  readonly flags: Flags;
  /** Code points of each text. */
  readonly characters: Uint32Array;
  /** Shingles of all texts, one after the other, repeats included: as many of each as its count. */
  readonly shingles: Int32Array;
}

/** A copy that nobody overwrites. */
export const ownSigned = ({ flags, counts, keys, characters, shingles }: SignedLines): SignedLines => ({
  flags: flags.slice(),
  counts: counts.slice(),
  keys: keys.slice(),
  characters: characters.slice(),
  shingles: shingles.slice(),
});

/** How keys are put into parts. */
interface Parting {
  readonly bands: number;
  /** First bits of a key that tell its part within its band: 2 to the power of them parts a band. */
  readonly bits: number;
  /** Records that wait in a part, at most: a key and a row each. */
  readonly room: number;
}

/** Keys on their way into parts: part p of band b is b · 2^bits + p. */
interface Scatter {
  /** Enters the keys of rows; those without shingles have none. Tells of a part that is full, and empties it. */
  add(rows: Signed & { readonly firstRow: number }, full: (part: number, records: Uint32Array) => void): void;
  /** The records that wait in a part: keys and rows in turn, rows ascending. Overwritten by the next `add`. */
  waiting(part: number): Uint32Array;
}

export interface ShingledLines {
  readonly flags: Flags;
  /** Of line i `shingles[offsets[i] .. offsets[i + 1])`, repeats included. Overwritten by the next call of any kernel. */
  readonly shingles: Int32Array;
  readonly offsets: Uint32Array;
}

/** Limits and flags of the quick look for personal data; `assembly/personal.ts` has the same. */
export const PERSONAL = {
  /** Flags: an `@`; two colons so close that an IPv6 address may be there; so many hyphens side by side as a key begins with. */
  at: 1,
  colons: 2,
  dashes: 4,
  /** UTF-16 units from a colon to the next, at most. */
  widestColons: 5,
  leastDashes: 5,
  /** UTF-16 units between two digits of one cluster, at most. */
  widestGap: 3,
  /** Characters of a run, at least. */
  leastRun: 14,
} as const;

/** What personal data cannot be without. Offsets are UTF-16 units from the start of the row. */
export interface PersonalSigns {
  /** Three a row: flags of `PERSONAL`, clusters and runs up to and with this row. */
  readonly signs: Uint32Array;
  /** Three each: start, end, digits. ASCII digits with at most three units between one and the next. */
  readonly clusters: Uint32Array;
  /** Two each: start, end. Letters and digits of ASCII, `_`, `-`, `.`, `/` and `:` without a gap. */
  readonly runs: Uint32Array;
}

/** Set in the end of a run of letters that may hold words with a capital, or none: the caller looks. */
export const ROUGH = 0x80000000;

/** Words that begin with a capital. */
export interface Capitals {
  /**
   * Three each: start and end in UTF-16 units from the start of the row, and a hash of the word (FNV-1a of its UTF-8). The end
   * of what must be looked at has `ROUGH`, and no hash.
   */
  readonly words: Uint32Array;
  /** One a row: words up to and with it. */
  readonly ends: Uint32Array;
}

/** Which pairs count as alike. */
export interface AlikeWish {
  /** Cosine from which they do. Rows of zeros are like none. */
  readonly threshold: number;
  /** Of the asked row i only the first `upTo[i]` given ones are looked at; all where it is absent. */
  readonly upTo?: Uint32Array;
  /** Pairs that may be found; any number where it is absent. */
  readonly most?: number;
}

/** Rows of vectors that lie ready. */
export interface Against {
  /** Dot products with each of these, exact: for each asked row one number a given row. */
  dots(asked: Int8Rows): Int32Array;
  /**
   * The pairs that are alike, as asked row × given rows + given row: ascending; undefined where there are more than may be
   * found. There must be less than 2³² pairs.
   */
  alike(asked: Int8Rows, wish: AlikeWish): Uint32Array | undefined;
}

/**
 * One set belongs to one thread. Arrays that it gives are the caller's own, but where it says otherwise. Lines are JSON, a
 * newline ends each. What it says of a line is what `JSON.parse` would find there.
 */
export interface Kernels {
  readonly kind: 'wasm' | 'scalar';
  /** The texts of a field: a text unescaped; of a list or object the texts within it, a newline between them, without the empty ones; '' of all else. */
  extractField(lines: Uint8Array, where: Where): Texts & { readonly flags: Flags };
  /**
   * Hashes of its values in canonical JSON, and where they stand. Lists, objects and what could be written otherwise are left.
   * Overwritten by the next call of any kernel.
   */
  hashLines(lines: Uint8Array, where: Where): HashedLines;
  /** Signatures of the field's texts. Overwritten by the next call of any kernel. */
  signLines(lines: Uint8Array, where: Where, signing: Signing): SignedLines;
  /** Shingles of the texts of those lines that are 1 in `wanted`; of others none. */
  shingleLines(
    lines: Uint8Array,
    where: Where,
    of: { readonly shape: ShingleShape; readonly wanted: Uint8Array },
  ): ShingledLines;
  /** Signatures of texts in any script, as `foldText` folds them. */
  sign(texts: Texts, signing: Signing): Signed;
  /** Shingles of one row as 32-bit hashes, repeats included. Overwritten by the next call. */
  shingles(texts: Texts, row: number, shape: ShingleShape): Int32Array;
  /** Keys of sets of shingles: set i is `hashes[offsets[i] .. offsets[i + 1])`. */
  signSets(hashes: Int32Array, offsets: Uint32Array, bands: BandShape): Uint32Array;
  /** A word a row, and never 0: it finds what may be equal, and does not decide. */
  hashes(texts: Texts): Uint32Array;
  /** Jaccard similarity of two lists of hashes, in which repeats do not count; 1 for two empty ones. */
  jaccard(a: Int32Array, b: Int32Array): number;
  /** Puts keys of bands into parts, each small enough for a processor's cache. */
  openScatter(parting: Parting): Scatter;
  /**
   * Of records, a key and a row each, those whose key a record before had: of that record the row, and their own, in the
   * order of the records. Overwritten by the next call.
   */
  repeatedKeys(records: Uint32Array): Uint32Array;
  /**
   * Overwritten by the next call. `units`: the bytes are the low ones of UTF-16 units, which are quicker to be had of a text
   * than UTF-8; what is beyond Latin may then seem to be a sign, and nothing that is there goes unseen.
   */
  personal(texts: Texts, bytes?: 'utf8' | 'units'): PersonalSigns;
  /** Overwritten by the next call. */
  capitals(texts: Texts): Capitals;
  /** Lays vectors ready for many to be held against them, until it is called again. */
  against(given: Int8Rows): Against;
  /** What is counted in one text. Stop words are in lower case. */
  countPage(text: string, stopWords: ReadonlySet<string>): PageCounts;
  /**
   * Where a text may go round in circles, in UTF-16 units: words that stood twice before, `ROUND` of them, or all of it. A text
   * without such a place does not. Words are compared by their letters and digits of ASCII, in any case; those with others
   * count as one and the same. Of a text with marks it is all.
   */
  findRound(text: string): readonly [start: number, end: number] | undefined;
  /** Opens a reader that looks out for runs of so many words; it lasts beside others, with a memory of its own. */
  openRunReader(run: number): RunReader;
}
