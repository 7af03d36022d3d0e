/** Brings samples from files: JSON lines, JSON, CSV, Parquet or plain text. */
import { z } from 'zod';
import { emptyData } from '../asking/file-mistakes.ts';
import { type FoundFile, findFiles } from '../asking/find-files.ts';
import { readFiles } from '../asking/read-files.ts';
import { defineStep, drop, keep, measure, withNotes } from '../core/define.ts';
import { Mistakes, mistake } from '../core/errors.ts';
import { oncePer } from '../core/prepare.ts';
import { canonical, hashText } from '../core/recipe.ts';
import type { Sample } from '../core/sample.ts';
import type { Files, Scope } from '../core/step.ts';
import { CELL_TYPES } from '../format/cell-types.ts';
import { FORMATS } from '../format/data-file.ts';
import { type FieldMap, fieldMapSchema, fieldPairs, picker } from '../format/field-map.ts';
import type { BadRow } from '../format/row.ts';
import { ENCODINGS } from '../format/text-file.ts';

/** Rows that are read before the run: they show the fields, and the mistakes that can be known before money is spent. */
const PEEK_ROWS = 20_000;

const options = z.strictObject({
  path: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('File, list of files, or glob such as `data/*.jsonl.gz`; relative to the recipe.'),
  format: z.enum(FORMATS).optional().describe('Where the ending does not tell; `.gz` and `.zst` are unpacked.'),
  real: z.boolean().default(false).describe('People made these: they are examples and measures, not the product.'),
  fields: fieldMapSchema.optional().describe('Fields to take: a list, or a map `{ new: old }` that renames.'),
  limit: z.int().min(1).optional().describe('Rows to take, from the beginning.'),
  skipBad: z.boolean().default(false).describe('Send lines that cannot be read to quarantine instead of stopping.'),
  encoding: z.enum(ENCODINGS).optional().describe('Where it is not UTF-8 and has no byte order mark.'),
  delimiter: z.string().length(1).optional().describe('Of CSV; found out where it is not given.'),
  header: z
    .union([z.boolean(), z.array(z.string().min(1)).min(1)])
    .default(true)
    .describe('Of CSV: whether the first row names the columns, or the names.'),
  types: z
    .record(z.string(), z.enum(CELL_TYPES))
    .default({})
    .describe('Of CSV: columns, by their names in the file, that are not text; `json` reads any JSON value.'),
  line: z.string().min(1).default('text').describe('Of plain text: the field that each line becomes.'),
  whole: z.boolean().default(false).describe('Of plain text: the file is one sample.'),
});
type Options = z.infer<typeof options>;

export const file = defineStep({
  name: 'file',
  stage: 'source',
  sees: 'nothing',
  summary: 'Brings samples from files: JSON lines, JSON, CSV, Parquet or plain text.',
  sources: [
    'RFC 8259 (JSON), https://jsonlines.org, RFC 4180 (CSV), Apache Parquet format 2.11',
    'Nicolas Seriot, Parsing JSON is a Minefield (2016): the cases in which parsers differ',
  ],
  shorthand: 'path',
  options,

  touches: async (given, files) => ({
    writes: (await inspect(given, files)).fields,
    only: true,
    bringsReal: given.real,
    notes: ['keptAsText'],
  }),

  async *run(_, { options: given, round, child, input }) {
    if (round.number > 1) return;
    const { files, fields } = await inspect(given, { input });
    const known = new Set(fields);
    const pick = picker(given.fields);
    for await (const event of readFiles(files, { ...given, step: 'file' })) {
      if (event.kind === 'bad') yield drop(badSample(event.bad, event.file, child), 'bad-line');
      else if (event.kind === 'end') yield* told(event);
      else
        for (const row of event.rows) {
          const data = pick(row.data);
          const late = Object.keys(data).find((field) => !known.has(field));
          if (late !== undefined) throw lateField(late, event.file, row.line);
          const sample = child([], data, { real: given.real, name: hashText(canonical(row.data), 16) });
          yield keep(withKeptAsText(sample, row.exact ?? [], given.fields));
        }
    }
  },
});

/** Notes which fields hold numbers as text, by the names they have now. */
function withKeptAsText(sample: Sample, paths: readonly string[], fields: FieldMap | undefined): Sample {
  if (paths.length === 0) return sample;
  const pairs = fields === undefined ? Object.keys(sample.data).map((name) => [name, name]) : fieldPairs(fields);
  const named = pairs.flatMap(([name, old]) =>
    paths.filter((path) => isWithin(path, old!)).map((path) => name + path.slice(old!.length)),
  );
  return named.length === 0 ? sample : withNotes(sample, { keptAsText: named.join(', ') });
}

const isWithin = (path: string, field: string) =>
  path === field || (path.startsWith(field) && '.['.includes(path[field.length]!));

interface Inspected {
  readonly files: readonly FoundFile[];
  readonly fields: readonly string[];
}

/** Reads the beginning of the files: their fields, and every mistake in it. */
const inspect = oncePer(async (given: Options, lent: Files): Promise<Inspected> => {
  const files = await findFiles(given.path, lent);
  for (const found of files) if (found.bytes === 0) throw emptyData(found, 'it has 0 bytes');
  const fields = new Set<string>();
  const limit = Math.min(given.limit ?? PEEK_ROWS, PEEK_ROWS);
  for await (const event of readFiles(files, { ...given, step: 'file', limit }))
    if (event.kind === 'rows') for (const { data } of event.rows) for (const field in data) fields.add(field);
  if (given.fields === undefined) return { files, fields: [...fields] };
  const pairs = fieldPairs(given.fields);
  const missing = pairs.filter(([, old]) => !fields.has(old)).map(([, old]) => unknownField(old, [...fields]));
  if (missing.length > 0) throw new Mistakes(missing);
  return { files, fields: pairs.map(([name]) => name) };
});

const unknownField = (field: string, known: readonly string[]) =>
  mistake('bad-option', {
    step: '`file`',
    option: 'fields',
    reason: `no row has \`${field}\`; there are ${known.join(', ')}`,
  });

/** A field beyond the rows that were read before the run: the steps after could not know of it. */
function lateField(field: string, { shown }: FoundFile, line: number) {
  const reason = `the field \`${field}\` first appears here, after ${PEEK_ROWS} rows without it; name the fields you want in \`fields\``;
  return mistake('bad-data', { format: 'samples', reason }, { where: { file: shown, line } });
}

function badSample({ line, reason, raw }: BadRow, found: FoundFile, child: Scope['child']) {
  const at = line === undefined ? found.shown : `${found.shown}:${line}`;
  return child([], { raw, reason, at }, { name: hashText(`${reason} ${raw}`, 16) });
}

/** What was found out about a file, said where the user looks for measures. */
function* told({
  rows,
  bad,
  labels,
}: {
  readonly rows: number;
  readonly bad: number;
  readonly labels: Readonly<Record<string, string>>;
}) {
  yield measure('rows', rows, 'samples', labels);
  if (bad > 0) yield measure('bad-lines', bad, 'samples', labels);
}
