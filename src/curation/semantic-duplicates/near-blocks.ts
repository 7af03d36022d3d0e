/** Which texts are worth comparing: each is held against those of the clusters nearest to its vector. */
import type { Kernels } from '../../kernels/kernels.ts';
import type { VectorWork } from '../../kernels/vector-work.ts';
import { type Int8Rows, type Int8Vectors, int8Length, makeInt8Vectors } from '../../math/int8-vectors.ts';
import { type Cosines, sphericalClusters } from '../../math/spherical-kmeans.ts';

/** Up to so many vectors all are compared with all. */
const COMPARE_ALL = 8192;
/** Clusters in which the likes of a vector are looked for. */
const PROBES = 24;
/** Vectors from which the centre of a cluster is learnt, and passes over them: centres need not be good, only apart. */
const LEARN_FROM = 12;
const ROUNDS = 6;

export interface NearBlocks {
  readonly blocks: number;
  /** The block that a row is entered in. */
  home(row: number): number;
  /** The blocks to look in, nearest first; its home is the first. */
  probes(row: number): Uint16Array;
}

export interface BlockMeans {
  /** Of the vectors. */
  readonly work: VectorWork;
  readonly kernels: Pick<Kernels, 'against'>;
  readonly random: () => number;
  readonly compareAll?: number;
}

/**
 * Blocks of all rows: about √n clusters, learnt from the first rows. So where rows stand in an order of their content the
 * blocks do not depend on the order in which they came. 48 bytes a row.
 */
export async function nearBlocks(vectors: Int8Vectors, means: BlockMeans): Promise<NearBlocks> {
  if (vectors.size <= (means.compareAll ?? COMPARE_ALL)) {
    const all = Uint16Array.of(0);
    return { blocks: 1, home: () => 0, probes: () => all };
  }
  const centres = learnCentres(vectors, means);
  const width = Math.min(PROBES, centres.size);
  const nearest = await means.work.nearest({ centres: rowsOf(centres), most: width });
  return {
    blocks: centres.size,
    home: (row) => nearest[row * width]!,
    probes: (row) => nearest.subarray(row * width, (row + 1) * width),
  };
}

function learnCentres(vectors: Int8Vectors, { kernels, random }: BlockMeans): Int8Vectors {
  const { size, dimensions } = vectors;
  const clusters = Math.ceil(Math.sqrt(size));
  const learnt = Array.from({ length: Math.min(size, clusters * LEARN_FROM) }, (_, row) => vectors.vector(row));
  const cosines = cosinesWith(kernels, inEightBits(learnt, dimensions));
  const { centres } = sphericalClusters(random, learnt, { clusters, rounds: ROUNDS, cosines });
  return inEightBits(centres, dimensions);
}

function cosinesWith(kernels: BlockMeans['kernels'], vectors: Int8Vectors): Cosines {
  const against = kernels.against(rowsOf(vectors));
  const scales = scalesOf(vectors);
  return (of) => {
    const asked = inEightBits(of, vectors.dimensions);
    const products = Float64Array.from(against.dots(rowsOf(asked)));
    for (const [nth, scale] of scalesOf(asked).entries())
      for (let row = 0, at = nth * scales.length; row < scales.length; row++, at++)
        products[at] = products[at]! * scale * scales[row]!;
    return products;
  };
}

const scalesOf = (vectors: Int8Vectors): Float64Array =>
  Float64Array.from({ length: vectors.size }, (_, row) => 1 / (int8Length(vectors, row) || 1));

function inEightBits(given: readonly Float32Array[], dimensions: number): Int8Vectors {
  const vectors = makeInt8Vectors(given.length, dimensions);
  for (const [row, vector] of given.entries()) vectors.set(row, vector);
  return vectors;
}

/** What goes to a thread must hold no functions. */
const rowsOf = ({ held, dimensions }: Int8Vectors): Int8Rows => ({ held, dimensions });
