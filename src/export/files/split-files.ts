/** The files of one export, one for each split: opened when their first row comes, and described when they are whole. */
import type { Fields, Sample } from '../../core/sample.ts';
import type { OutputFile, WrittenFile } from '../../core/step.ts';
import { Columns, features } from '../../format/shape.ts';
import { type Split, type SplitName, splitOf, splitPath } from './split.ts';

/** A file of one format under way. */
export interface RowSink {
  write(row: Fields): Promise<void>;
  /** Writes what ends the format; the file itself is closed by its owner. */
  end(): Promise<void>;
}

export interface SplitPlan {
  readonly path: string;
  readonly split?: Split | undefined;
  readonly output: (path: string) => Promise<OutputFile>;
  readonly sink: (file: OutputFile) => RowSink | Promise<RowSink>;
}

interface OpenFile {
  readonly file: OutputFile;
  readonly sink: RowSink;
  readonly columns: Columns;
  rows: number;
}

export class SplitFiles {
  readonly #plan: SplitPlan;
  readonly #open = new Map<SplitName, OpenFile>();

  constructor(plan: SplitPlan) {
    this.#plan = plan;
  }

  async write(sample: Sample, row: Fields): Promise<void> {
    const name = splitOf(sample, this.#plan.split);
    const open = this.#open.get(name) ?? (await this.#begin(name));
    open.columns.see(row);
    open.rows++;
    await open.sink.write(row);
  }

  /** Finishes the files; the first split is always among them, be it empty. */
  async close(): Promise<WrittenFile[]> {
    if (!this.#open.has('train')) await this.#begin('train');
    const files: WrittenFile[] = [];
    for (const split of ['train', 'validation', 'test'] as const) {
      const open = this.#open.get(split);
      if (open === undefined) continue;
      await open.sink.end();
      const holds = { rows: open.rows, split, features: features(open.columns.shapes) };
      files.push({ ...(await open.file.close()), holds });
    }
    return files;
  }

  async #begin(name: SplitName): Promise<OpenFile> {
    const file = await this.#plan.output(splitPath(this.#plan.path, name));
    const open = { file, sink: await this.#plan.sink(file), columns: new Columns(), rows: 0 };
    this.#open.set(name, open);
    return open;
  }
}

/** Text that goes to a file in large pieces: a write costs more than a row. */
export function textSink(file: OutputFile, toText: (row: Fields) => string): RowSink {
  let pending = '';
  const flush = async () => {
    const text = pending;
    pending = '';
    if (text !== '') await file.write(text);
  };
  return {
    write: async (row) => {
      pending += toText(row);
      if (pending.length >= PIECE_CHARACTERS) await flush();
    },
    end: flush,
  };
}

const PIECE_CHARACTERS = 1 << 18;
