/** Scratch memory for shingling and signing, lent to the module before each call. */
import { minHashFamily, PERMUTATIONS } from '../../math/minhash.ts';
import { type FoldTable, foldTable } from '../fold.ts';
import type { ShingleShape } from '../kernels.ts';
import { type Bench, SLACK } from './module.ts';

export type ScratchFunctions = 'shapeShingles' | 'lend' | 'lendFamily';
type ScratchBench = Bench<ScratchFunctions>;

/** A character of two bytes becomes seven at most. */
const MOST_GROWTH = 4;

/** Lends scratch for texts of so many bytes in that shape. Without `folds`, bytes beyond ASCII are taken as they are. */
export type Lend = (bytes: number, shape: ShingleShape, folds: boolean) => void;

export function makeLend({ exports, regions }: ScratchBench): Lend {
  const tables = new Map<'words' | 'characters', FoldTable>(); // 2,000 characters each: made when it is needed
  const family = regions.put('family', minHashFamily());
  regions.reserve({ signature: PERMUTATIONS * 4 });
  exports.lendFamily(family, regions.at('signature'));
  return (bytes, shape, folds) => {
    regions.reserve(scratchFor(bytes, shape));
    const kind = 'words' in shape ? 'words' : 'characters';
    if (folds && !tables.has(kind)) tables.set(kind, foldTable(shape));
    const table = folds ? regions.put('table', tables.get(kind)!) : 0;
    exports.lend(table, ...['folded', 'lower', 'masks', 'words', 'wordEnds', 'shingles'].map(regions.at));
    if ('words' in shape) exports.shapeShingles(...shape.words, 0);
    else exports.shapeShingles(0, 0, shape.characters);
  };
}

/** Room for one text that may be all of the bytes. What is never touched takes no memory. */
function scratchFor(bytes: number, shape: ShingleShape) {
  const length = bytes * MOST_GROWTH;
  return {
    folded: length + 2 * SLACK,
    lower: length + 2 * SLACK,
    masks: (length >> 3) + 2 * SLACK,
    words: length * 4 + 4 * SLACK,
    wordEnds: length * 2 + 4 * SLACK,
    shingles: mostShingles(bytes, shape) * 4 + SLACK,
  };
}

/** Shingles that texts of so many bytes can have together, at most. */
export function mostShingles(bytes: number, shape: ShingleShape): number {
  const length = bytes * MOST_GROWTH;
  if ('characters' in shape) return length + 1;
  return ((length + 1) >> 1) * (shape.words[1] - shape.words[0] + 1) + 4;
}

/** Shingles of more bytes than these do not fit into the memory that there can be. */
export const isTooMuch = (bytes: number, shape: ShingleShape): boolean => mostShingles(bytes, shape) > 1 << 26;
