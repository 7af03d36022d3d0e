/** Reads the items of benchmarks from files: the texts in their rows, each with its place. */
import { findFiles } from '../../asking/find-files.ts';
import { readFiles } from '../../asking/read-files.ts';
import type { Files } from '../../core/step.ts';
import type { Row } from '../../format/row.ts';
import { writtenTexts } from '../../text/written-texts.ts';

export interface BenchmarkItem {
  readonly text: string;
  /** `gsm8k.jsonl:12 question`. */
  readonly place: string;
}

interface Wanted {
  readonly path: string | readonly string[];
  /** Fields whose texts are looked for; absent: all. */
  readonly fields?: readonly string[] | undefined;
}

/**
 * Every item of every file, files in the order of their names. Throws `missing-file` where a path or pattern leads to
 * nothing, `empty-data` where a file has no row, and `bad-data` with file and line where a row cannot be read or has none
 * of the fields.
 */
export async function* benchmarkItems({ path, fields }: Wanted, files: Files): AsyncGenerator<BenchmarkItem> {
  const namesIn = ({ data }: Row) => (fields ?? Object.keys(data)).filter((name) => data[name] !== undefined);
  const refuse = (row: Row) =>
    fields !== undefined && namesIn(row).length === 0 ? `it has none of ${fields.join(', ')}` : undefined;
  for await (const event of readFiles(await findFiles(path, files), { refuse, line: 'line' })) {
    if (event.kind !== 'rows') continue;
    for (const row of event.rows)
      for (const name of namesIn(row))
        for (const text of writtenTexts(row.data[name]))
          yield { text, place: `${event.file.shown}:${row.line} ${name}` };
  }
}
