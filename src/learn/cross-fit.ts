/** Judging every row by a model that never saw it. */
import type { Classifier, ClassTable } from './classifier.ts';
import { countRows, type Rows, takeRows } from './rows.ts';

/** Row numbers of 0 … rows − 1 in which `folds[row]` is, or is not, the fold. */
export function foldRows(
  folds: ArrayLike<number>,
  fold: number,
): { readonly inside: Uint32Array; readonly outside: Uint32Array } {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let row = 0; row < folds.length; row++) (folds[row] === fold ? inside : outside).push(row);
  return { inside: Uint32Array.from(inside), outside: Uint32Array.from(outside) };
}

export interface Folds {
  /** The fold of each row, from 0. Give equal texts the same one, or a model has seen what it judges. */
  readonly of: ArrayLike<number>;
  readonly count: number;
}

export interface CrossFit<Model> {
  /** Scores of every row by the model of its fold; all 0 where that has none. */
  readonly scores: ClassTable;
  /** By fold. */
  readonly models: readonly (Model | undefined)[];
}

/**
 * Fits a model for each fold on the rows outside of it, and has it score those inside.
 * @param rows the same rows for all, or as the model of a fold is to see them.
 * @param train is given the rows to learn from, and their numbers; nothing where they do not teach enough.
 */
export function crossFit<Model extends Classifier>(
  rows: Rows | ((fold: number) => Rows),
  folds: Folds,
  train: (seen: Rows, which: Uint32Array) => Model | undefined,
): CrossFit<Model> {
  const models: (Model | undefined)[] = [];
  let values: Float64Array | undefined;
  for (let fold = 0; fold < folds.count; fold++) {
    const { inside, outside } = foldRows(folds.of, fold);
    const seen = typeof rows === 'function' ? rows(fold) : rows;
    const model = train(takeRows(seen, outside), outside);
    models.push(model);
    if (model === undefined) continue;
    const { classes } = model;
    values ??= new Float64Array(countRows(seen) * classes);
    for (const row of inside) model.score(seen, row, values.subarray(row * classes, (row + 1) * classes));
  }
  const classes = models.find((model) => model !== undefined)?.classes ?? 1;
  return { scores: { values: values ?? new Float64Array(folds.of.length), classes }, models };
}

/** A number in [0, folds) from a text: equal texts, equal folds, and no order matters. FNV-1a over 16-bit units, mixed. */
export function foldOf(text: string, folds: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) % folds;
}
