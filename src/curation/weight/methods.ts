/** Weights from labels alone: learnt (SunGen), or from labels that are likely wrong (confident learning). */
import { featureReader, foldsOf, LEAST_LABELLED, trainStudent } from '../../asking/label-student.ts';
import type { VectorReader } from '../../asking/vector-reader.ts';
import { measure } from '../../core/define.ts';
import type { Outcome } from '../../core/step.ts';
import { learnWeights } from '../../learn/bilevel.ts';
import { type ClassTable, probabilitiesOf } from '../../learn/classifier.ts';
import { findLabelErrors } from '../../learn/confident.ts';
import { makeNgramHasher, USUAL_NGRAMS } from '../../learn/hashed-ngrams.ts';
import { classesOf, type Labelled } from '../../learn/labelled.ts';
import { choosePenalty } from '../../learn/penalty.ts';

/** Samples weighed together; more are weighed in parts of this size, so that features fit into memory. */
const AT_ONCE = 20_000;
/** The student of `sungen` is fitted again and again: a small one ranks wrong labels as well. */
const COARSE_BITS = 14;
/** Pairs of labels that are told. */
const TOLD_PAIRS = 10;

export interface MethodOptions {
  readonly method: 'sungen' | 'confident' | 'density';
  readonly folds: number;
  readonly rounds: number;
  readonly l2?: number | undefined;
}

interface Lent {
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly vectors: VectorReader | undefined;
}

interface LabelWeights {
  /** By id; their mean is 1. None where there is too little to learn from. */
  readonly weights: Map<string, number>;
  readonly right: Map<string, number>;
  readonly measures: Outcome[];
}

/** @param labelled in an order of chance that is always the same. */
export async function labelWeights(
  labelled: readonly Labelled[],
  options: MethodOptions,
  lent: Lent,
): Promise<LabelWeights> {
  const { names, numbers } = classesOf(labelled.map(({ label }) => label));
  const out: LabelWeights = { weights: new Map(), right: new Map(), measures: [] };
  out.measures.push(measure('labels', names.length, 'labels'));
  if (names.length < 2 || labelled.length < LEAST_LABELLED) return out;
  const parts = Math.ceil(labelled.length / AT_ONCE);
  const joint = new Float64Array(names.length ** 2);
  for (let part = 0; part < parts; part++) {
    lent.signal.throwIfAborted();
    const own = labelled.slice((part * labelled.length) / parts, ((part + 1) * labelled.length) / parts);
    const found = await weighPart(own, { names, numbers, options, lent });
    for (const [row, { id }] of own.entries()) {
      out.weights.set(id, found.weights[row]!);
      if (found.right !== undefined) out.right.set(id, found.right[row]!);
    }
    for (const [at, share] of found.joint?.entries() ?? []) joint[at]! += (share * own.length) / labelled.length;
  }
  if (options.method === 'confident') out.measures.push(...jointMeasures(joint, names));
  return scaled(out);
}

interface Task {
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly options: MethodOptions;
  readonly lent: Lent;
}

interface PartWeights {
  readonly weights: Float64Array;
  readonly right?: Float64Array;
  readonly joint?: Float64Array;
}

async function weighPart(own: readonly Labelled[], { names, numbers, options, lent }: Task): Promise<PartWeights> {
  const { method, folds: count, rounds } = options;
  const classes = names.length;
  const labels = Uint32Array.from(own, ({ label }) => numbers.get(label)!);
  if (method === 'sungen') {
    const read = featureReader(makeNgramHasher({ ...USUAL_NGRAMS, bits: COARSE_BITS }), lent.vectors);
    const rows = await read(own.map(({ text }) => text));
    const folds = foldsOf(own, count);
    const l2 = options.l2 ?? choosePenalty(rows, labels, { classes, folds });
    return { weights: learnWeights(rows, labels, { classes, l2, folds, rounds, rate: 1 }) };
  }
  const { random, vectors } = lent;
  const student = (await trainStudent(own, { names, folds: count, random, vectors, l2: options.l2 }))!;
  return confidentWeights(probabilitiesOf(student.scores), labels);
}

/** 0 for a label that is likely wrong; the others make up for those of their label (§3.2: a loss that is weighed by class). */
function confidentWeights(probabilities: ClassTable, labels: Uint32Array): PartWeights {
  const { wrong, joint, makeUp } = findLabelErrors(probabilities, labels);
  const { values, classes } = probabilities;
  return {
    weights: Float64Array.from(labels, (label, row) => (wrong[row] === 1 ? 0 : makeUp[label]!)),
    right: Float64Array.from(labels, (label, row) => values[row * classes + label]!),
    joint,
  };
}

function jointMeasures(joint: Float64Array, names: readonly string[]): Outcome[] {
  const pairs = [...joint.entries()]
    .map(([at, share]) => ({ given: Math.floor(at / names.length), likely: at % names.length, share }))
    .filter(({ given, likely, share }) => given !== likely && share > 0)
    .sort((a, b) => b.share - a.share || a.given - b.given || a.likely - b.likely);
  const noise = pairs.reduce((sum, { share }) => sum + share, 0);
  return [
    measure('label-noise', noise, 'ratio'),
    ...pairs
      .slice(0, TOLD_PAIRS)
      .map(({ given, likely, share }) =>
        measure('mislabelled', share, 'ratio', { given: names[given]!, likely: names[likely]! }),
      ),
  ];
}

function scaled(out: LabelWeights): LabelWeights {
  const mean = out.weights.values().reduce((sum, weight) => sum + weight, 0) / Math.max(1, out.weights.size);
  if (mean > 0) for (const [id, weight] of out.weights) out.weights.set(id, weight / mean);
  return out;
}
