/** The values of each attribute for samples of one class, and the rows that cross them. */
import type { Fields } from '../../core/sample.ts';
import type { Round } from '../../core/step.ts';
import { CoveringRows } from '../../math/covering-rows.ts';
import { cellName } from '../../text/value-name.ts';

interface Axes {
  /** Attributes, and the list of values of each. */
  readonly names: readonly string[];
  readonly lists: readonly (readonly string[])[];
  /** Fields that make a cell, the class and the attributes; absent where it is enough that a cell was given. */
  readonly cell?: readonly string[];
}

/** A cell, and how many samples count for it: first those that were given it, later those of them that were accepted. */
interface Cell {
  readonly row: readonly number[];
  count: number;
}

export class Cross {
  readonly rows: CoveringRows;
  readonly #axes: Axes;
  /** By the cell's name. */
  readonly #cells = new Map<string, Cell>();
  #round = 1;

  constructor(axes: Axes, strength: number) {
    this.#axes = axes;
    this.rows = new CoveringRows({ sizes: axes.lists.map((list) => Math.max(1, list.length)), strength });
  }

  /** Values for a sample of the class; nothing where an attribute has none. */
  next(data: Fields, random: () => number): Fields | undefined {
    const { names, lists, cell } = this.#axes;
    if (lists.some((list) => list.length === 0)) return undefined;
    const row = this.rows.next(random);
    this.rows.cover(row);
    const values = Object.fromEntries(names.map((each, at) => [each, lists[at]![row[at]!]!]));
    if (cell !== undefined) this.#count(cellName({ ...data, ...values }, cell), row);
    return values;
  }

  #count(name: string, row: readonly number[]): void {
    const cell = this.#cells.get(name) ?? { row, count: 0 };
    this.#cells.set(name, cell);
    cell.count++;
  }

  /** Before the first sample of a round: from here on a cell has as many samples as the rounds before had accepted. */
  heed({ number, accepted }: Round): void {
    if (number <= this.#round) return;
    this.#round = number;
    for (const [name, cell] of this.#cells) {
      const count = accepted?.[name] ?? 0;
      this.rows.recount(cell.row, count - cell.count);
      cell.count = count;
    }
  }
}
