/** From texts to rows that may be alike: signatures, their bands, and whole shingle sets of those that share one. */
import { type KeyPartitions, makeKeyPartitions } from '../../asking/key-partitions.ts';
import type { Spill } from '../../asking/spill.ts';
import { type Dataset, type Sample, whereIs } from '../../core/sample.ts';
import { type Kernels, LEFT, oneText, placesOf } from '../../kernels/kernels.ts';
import { allPlaces, placeRows, type RowPlaces } from '../../math/row-places.ts';
import { innerText } from '../../text/inner-text.ts';
import { keepShingles, makeShingleSets, type ShingleSets } from './shingle-sets.ts';
import { type SignedRows, type Signer, signatures } from './signatures.ts';

export interface Means extends Signer {
  readonly spill: Spill;
  /** Rows from this one on are compared with those before alone, and not with each other; absent: all with all. */
  readonly own?: number;
  readonly signal: AbortSignal;
}

export interface Candidates {
  readonly keys: KeyPartitions;
  /** All rows that share a key with another, and perhaps others. */
  readonly places: RowPlaces;
  readonly sets: Pick<ShingleSets, 'get'>;
  readonly kernels: Kernels;
}

/** Reads the samples once, and those that are many a second time. `seen` is shown all rows once, in order. */
export async function findCandidates(
  samples: Dataset,
  means: Means,
  seen: (rows: SignedRows) => void,
): Promise<Candidates> {
  const { signing, signal, spill, kernels } = means;
  const keys = makeKeyPartitions({ ...means, rows: samples.size, bands: signing.bands.bands }, spill);
  const kept = spill.isAtHand ? keepShingles(samples.size) : undefined;
  for await (const signed of signatures(samples, means)) {
    signal.throwIfAborted();
    seen(signed);
    keys.add(signed);
    kept?.add(signed);
  }
  if (kept?.isWhole === true) return { keys, places: allPlaces(samples.size), sets: kept, kernels };
  const shares = sharesIn(keys, samples.size);
  const places = placeRows(shares);
  return { keys, places, sets: await readSets(samples, { shares, places }, means), kernels };
}

/** 1 for each row that shares a key with another. */
function sharesIn(keys: KeyPartitions, rows: number): Uint8Array {
  const shares = new Uint8Array(rows);
  for (const repeats of keys.repeats()) for (const row of repeats) shares[row] = 1;
  return shares;
}

async function readSets(
  samples: Dataset,
  { shares, places }: { readonly shares: Uint8Array; readonly places: RowPlaces },
  means: Means,
): Promise<ShingleSets> {
  const { kernels, field, signing, spill, signal } = means;
  const { shape } = signing;
  const sets = makeShingleSets(places, spill);
  const setOf = ({ data }: Sample) => kernels.shingles(oneText(Buffer.from(innerText(data[field]))), 0, shape).slice();
  let firstRow = 0;
  for await (const { lines, samples: parsed } of samples.blocks()) {
    signal.throwIfAborted();
    const wanted = shares.subarray(firstRow);
    const found = kernels.shingleLines(lines, whereIs(field), { shape, wanted });
    const left = placesOf(found.flags, LEFT);
    const shingles = left.length > 0 ? found.shingles.slice() : found.shingles; // other kernels overwrite them
    const others = parsed(left).map(setOf).values();
    for (
      let place = wanted.indexOf(1);
      place >= 0 && place < found.flags.length;
      place = wanted.indexOf(1, place + 1)
    ) {
      const own = shingles.subarray(found.offsets[place], found.offsets[place + 1]);
      sets.add(firstRow + place, found.flags[place] === LEFT ? others.next().value! : own);
    }
    firstRow += found.flags.length;
  }
  return sets;
}
