/** A student that reads labels in texts: by words and characters, and by vectors too where there is an embedder. */
import type { ClassTable } from '../learn/classifier.ts';
import { type CrossFit, crossFit, foldOf } from '../learn/cross-fit.ts';
import { classesOf, type Labelled } from '../learn/labelled.ts';
import type { LinearModel } from '../learn/linear.ts';
import { choosePenalty } from '../learn/penalty.ts';
import { besideRows, type Rows } from '../learn/rows.ts';
import { fitStudent, isExact, makeStudentReader } from '../learn/text-student.ts';
import { type VectorReader, vectorRows } from './vector-reader.ts';

/** Texts without which nothing is learnt. */
export const LEAST_LABELLED = 20;

export interface StudentSettings {
  /** Parts that are left out in turn. */
  readonly folds: number;
  /** Order in which texts are learnt, where they are learnt one by one. */
  readonly random: () => number;
  readonly vectors?: VectorReader | undefined;
  /** All labels there can be, sorted; those that are given when absent. */
  readonly names?: readonly string[];
  /** Without it the one that does best on a part left out. */
  readonly l2?: number | undefined;
}

export interface LabelStudent {
  /** Of the classes, in their order. */
  readonly names: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Classes of the texts that it learnt from, and their scores by those that did not see them. */
  readonly labels: Uint32Array;
  readonly scores: ClassTable;
  /**
   * Scores of other texts, each by a student that has not seen it.
   * @param origins of each text, the one that it was made from and that must not be seen either. Itself when absent.
   */
  scoresOf(texts: readonly string[], origins?: readonly string[]): Promise<ClassTable>;
  /** A student that has seen all of them. */
  whole(): LinearModel;
  rowsOf(texts: readonly string[]): Promise<Rows>;
}

/** Nothing where there is too little to learn from, or one label alone. */
export async function trainStudent(
  given: readonly Labelled[],
  settings: StudentSettings,
): Promise<LabelStudent | undefined> {
  const { names, numbers } = classesOf(settings.names ?? given.map(({ label }) => label));
  if (given.length < LEAST_LABELLED || names.length < 2) return undefined;
  const classes = names.length;
  const { folds: count, random } = settings;
  const rowsOf = featureReader(makeStudentReader(classes), settings.vectors);
  const rows = await rowsOf(given.map(({ text }) => text));
  const labels = Uint32Array.from(given, ({ label }) => numbers.get(label)!);
  const folds = foldsOf(given, count);
  const l2 = settings.l2 ?? (isExact(classes) ? choosePenalty(rows, labels, { classes, folds }) : 1);
  const taught = (seen: Rows, own: Uint32Array) => fitStudent(seen, own, { classes, l2, random });
  const { scores, models } = crossFit(rows, { of: folds, count }, (seen, which) =>
    taught(
      seen,
      which.map((row) => labels[row]!),
    ),
  );
  return {
    ...{ names, numbers, labels, scores, rowsOf },
    whole: () => taught(rows, labels),
    scoresOf: async (texts, origins = texts) => scoredBy(models, await rowsOf(texts), { origins, classes, count }),
  };
}

/** Copies that differ in case belong together. */
export const foldsOf = (given: readonly Pick<Labelled, 'text'>[], count: number): number[] =>
  given.map(({ text }) => foldOf(text.toLowerCase(), count));

/** What a student reads in texts: what `words` gives, and vectors beside it. */
export const featureReader =
  (words: (texts: Iterable<string>) => Rows, vectors: VectorReader | undefined) =>
  async (texts: readonly string[]): Promise<Rows> =>
    vectors === undefined || texts.length === 0
      ? words(texts)
      : besideRows(words(texts), await vectorRows(vectors, texts));

interface Judged {
  readonly origins: readonly string[];
  readonly classes: number;
  readonly count: number;
}

function scoredBy(models: CrossFit<LinearModel>['models'], rows: Rows, { origins, classes, count }: Judged) {
  const values = new Float64Array(origins.length * classes);
  for (const [row, text] of origins.entries())
    models[foldOf(text.toLowerCase(), count)]!.score(rows, row, values.subarray(row * classes, (row + 1) * classes));
  return { values, classes };
}
