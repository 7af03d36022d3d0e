/** A recipe that was checked: its steps found, their options parsed, each with the key that names it in the ledger. */
import type { AnyStep } from './define.ts';
import type { Head, ModelSpec } from './recipe.ts';
import type { Touches } from './step.ts';

/** One step at its place on the line. */
export interface Link {
  /** Names the step in ids and in the ledger: its name and what it writes, `#2` for the second alike. */
  readonly key: string;
  /** For messages: `Step 4 (judge)`. */
  readonly title: string;
  readonly step: AnyStep;
  readonly options: unknown;
  readonly touches: Touches;
}

export interface Plan {
  readonly head: Head;
  readonly models: ReadonlyMap<string, ModelSpec>;
  readonly line: readonly Link[];
  /** SHA-256 of the canonical recipe. */
  readonly hash: string;
  readonly folder: string;
  /** True of a mistake-free recipe that is likely not what was meant. */
  readonly warnings: readonly string[];
}

/** Steps that look on and never change the line. */
export const isObserver = (link: Link): boolean => link.step.stage === 'evaluation' || link.step.stage === 'export';

/**
 * The key of a step. It does not hold the options, so that editing a threshold re-buys nothing: the question itself is
 * part of a ledger key. It holds what the step writes, so that two answers to one question stay two answers.
 */
export function linkKey(name: string, touches: Touches, taken: Set<string>): string {
  const { writes = [], notes = [] } = touches;
  const written = writes.length > 0 ? writes : notes;
  const base = written.length === 0 || touches.only === true ? name : `${name}→${written.join(',')}`;
  let key = base.replace(/\s/g, '_');
  for (let nth = 2; taken.has(key); nth++) key = `${base.replace(/\s/g, '_')}#${nth}`;
  taken.add(key);
  return key;
}
