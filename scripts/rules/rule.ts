/** What a house rule is: a name, and what it finds wrong in a tree. */
import type { LoadedStep } from '../generate/load-steps.ts';
import type { Tree } from '../tree.ts';

export interface Offence {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface Rule {
  /** As it is printed: `file:line name message`. */
  readonly name: string;
  readonly check: (tree: Tree, steps: readonly LoadedStep[]) => Iterable<Offence>;
}
