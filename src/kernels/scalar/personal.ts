/** What personal data cannot be without, and words that begin with a capital. */
import { type Capitals, type Kernels, PERSONAL, type PersonalSigns, ROUGH, type Texts } from '../kernels.ts';

export const personalKernels = (): Pick<Kernels, 'personal' | 'capitals'> => ({ personal, capitals });

const textOf = ({ utf8, offsets }: Texts, row: number, encoding: 'utf8' | 'latin1' = 'utf8'): string =>
  Buffer.from(utf8.buffer, utf8.byteOffset + offsets[row]!, offsets[row + 1]! - offsets[row]!).toString(encoding);

const RUN = new RegExp(`[A-Za-z0-9_./:-]{${PERSONAL.leastRun},}`, 'g');

function personal(texts: Texts, bytes: 'utf8' | 'units' = 'utf8'): PersonalSigns {
  const signs: number[] = [];
  const clusters: number[] = [];
  const runs: number[] = [];
  for (let row = 0; row + 1 < texts.offsets.length; row++) {
    const text = textOf(texts, row, bytes === 'units' ? 'latin1' : 'utf8');
    addClusters(text, clusters);
    for (const { 0: run, index } of text.matchAll(RUN)) runs.push(index, index + run.length);
    signs.push(flagsOf(text), clusters.length / 3, runs.length / 2);
  }
  return { signs: Uint32Array.from(signs), clusters: Uint32Array.from(clusters), runs: Uint32Array.from(runs) };
}

function flagsOf(text: string): number {
  const areClose = new RegExp(`:[^:]{0,${PERSONAL.widestColons - 1}}:`).test(text);
  return (
    (text.includes('@') ? PERSONAL.at : 0) |
    (areClose ? PERSONAL.colons : 0) |
    (text.includes('-'.repeat(PERSONAL.leastDashes)) ? PERSONAL.dashes : 0)
  );
}

function addClusters(text: string, clusters: number[]): void {
  let isFirst = true;
  for (const { 0: digits, index } of text.matchAll(/[0-9]+/g)) {
    const last = clusters.length - 3;
    const isNear = !isFirst && index - clusters[last + 1]! <= PERSONAL.widestGap;
    isFirst = false;
    if (!isNear) clusters.push(index, index + digits.length, digits.length);
    else {
      clusters[last + 1] = index + digits.length;
      clusters[last + 2]! += digits.length;
    }
  }
}

/** Letters of ASCII, what joins words, and all beyond ASCII but no-break space and the signs up to U+203f, of which ’ joins. */
const LETTERS = /[A-Za-z'’\-\u0080-\u009f\u00a1-\u1fff\u2040-\uffff]+/g;
const KNOWN = /^(?:[A-Za-z]|[À-ÖØ-öø-ÿ]|['’-])*$/;
const PLAIN = /^['’-]*([A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]*(?:['’-][A-Za-zÀ-ÖØ-öø-ÿ]+)*)['’-]*$/;
/** Capitals, and what only a table of Unicode tells from them: all but small letters, ’ and letters without case. */
const LOUD = /[A-ZÀ-ÖØ-Þ]|[^\0-\x7f’À-ÖØ-öø-ÿ\u3000-\u9fff\ub000-\udfff]|[\ud800-\udfff]/;

function capitals(texts: Texts): Capitals {
  const words: number[] = [];
  const ends: number[] = [];
  for (let row = 0; row + 1 < texts.offsets.length; row++) {
    const text = textOf(texts, row);
    for (const { 0: run, index } of text.matchAll(LETTERS)) if (LOUD.test(run)) words.push(...wordIn(text, run, index));
    ends.push(words.length / 3);
  }
  return { words: Uint32Array.from(words), ends: Uint32Array.from(ends) };
}

/** Where the plain word stands that a run is, and its hash; or else all of it, to be looked at. */
function wordIn(text: string, run: string, at: number): [number, number, number] {
  const rough: [number, number, number] = [at, (at + run.length + ROUGH) >>> 0, 0];
  const word = KNOWN.test(run) ? PLAIN.exec(run)?.[1] : undefined;
  if (word === undefined) return rough;
  const first = run.search(/[^'’-]/);
  const isJoined = first === 0 && /[0-9_@]/.test(text[at - 1] ?? ' ');
  const isCut = first + word.length === run.length && /[0-9]/.test(text[at + run.length] ?? ' ');
  return isJoined || isCut ? rough : [at + first, at + first + word.length, hashOf(word)];
}

/** FNV-1a over the bytes (Fowler, Noll, Vo; RFC 9923). */
const hashOf = (word: string): number =>
  Buffer.from(word).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5);
