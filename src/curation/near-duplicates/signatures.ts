/** Signatures of all rows, from stored lines: on this thread or on several, the same whatever their number. */
import { diskFault } from '../../core/disk-fault.ts';
import { sampleIn } from '../../core/line-blocks.ts';
import { type Dataset, type Sample, whereIs } from '../../core/sample.ts';
import {
  type Kernels,
  LEFT,
  oneText,
  ownSigned,
  placesOf,
  type Signed,
  type SignedLines,
  type Signing,
} from '../../kernels/kernels.ts';
import { signFile } from '../../kernels/signing.ts';
import { innerText } from '../../text/inner-text.ts';

/** Of some rows, one after another; overwritten when the next are asked for. */
export interface SignedRows extends Signed {
  readonly firstRow: number;
  /** 1 for a row that people made. */
  readonly real: Uint8Array;
  /** Code points of each text. */
  readonly characters: Uint32Array;
  /** Shingles of all texts, one after the other, repeats included: as many of each as its count. */
  readonly shingles: Int32Array;
}

export interface Signer {
  readonly field: string;
  readonly signing: Signing;
  readonly kernels: Kernels;
  /** Beside this one; 0 where this one does the work. */
  readonly threads: number;
}

/** In order. */
export async function* signatures(samples: Dataset, signer: Signer): AsyncIterable<SignedRows> {
  let firstRow = 0;
  for await (const { signed, left } of signedParts(samples, signer)) {
    const places = placesOf(signed.flags, LEFT);
    const whole = places.length === 0 ? signed : filledIn(ownSigned(signed), places, { left: left(places), signer });
    yield { firstRow, ...whole, real: whole.flags };
    firstRow += whole.flags.length;
  }
}

/** What kernels signed, and a way to the samples that they left. */
interface SignedPart {
  readonly signed: SignedLines;
  left(places: readonly number[]): readonly Sample[];
}

async function* signedParts(samples: Dataset, signer: Signer): AsyncIterable<SignedPart> {
  for (const part of samples.parts ?? [samples]) yield* signedIn(part, signer);
}

async function* signedIn(samples: Dataset, { field, signing, kernels, threads }: Signer): AsyncIterable<SignedPart> {
  const where = whereIs(field);
  if (samples.file === undefined || threads === 0) {
    for await (const block of samples.blocks())
      yield { signed: kernels.signLines(block.lines, where, signing), left: block.samples };
    return;
  }
  for await (const { signed, left } of guarded(samples.file, signFile({ path: samples.file, where, signing }, threads)))
    yield { signed, left: () => left.map(sampleIn) };
}

/** What a disk throws becomes a fault, as where this thread reads. */
async function* guarded<Part>(path: string, parts: AsyncIterable<Part>): AsyncIterable<Part> {
  try {
    yield* parts;
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? diskFault(path, error) : error;
  }
}

/** Rows that were left are parsed, and signed as texts. */
function filledIn(
  signed: SignedLines,
  places: readonly number[],
  { left, signer: { field, signing, kernels } }: { readonly left: readonly Sample[]; readonly signer: Signer },
): SignedLines {
  const { counts, keys, characters, flags } = signed;
  const sets: Int32Array[] = [];
  let [row, at] = [0, 0];
  places.forEach((place, i) => {
    const { data, origin } = left[i]!;
    const text = innerText(data[field]);
    const texts = oneText(Buffer.from(text));
    const own = kernels.sign(texts, signing);
    const before = at;
    while (row < place) at += counts[row++]!; // those of the rows between
    sets.push(signed.shingles.subarray(before, at), kernels.shingles(texts, 0, signing.shape).slice());
    row = place + 1;
    counts.set(own.counts, place);
    keys.set(own.keys, place * signing.bands.bands);
    characters[place] = [...text].length;
    flags[place] = origin?.real === true ? 1 : 0;
  });
  return { ...signed, shingles: joined([...sets, signed.shingles.subarray(at)]) };
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
