/** Brings documents (Markdown, HTML, text, PDF) as samples: a chunk each, or whole. */
import { relative } from 'node:path';
import { z } from 'zod';
import { type FoundFile, findFiles, whyUnreadable } from '../asking/find-files.ts';
import { defineStep, drop, keep, measure, withNotes } from '../core/define.ts';
import { Mistakes, mistake, type SynthloomError } from '../core/errors.ts';
import { oncePer } from '../core/prepare.ts';
import { hashText } from '../core/recipe.ts';
import type { Notes } from '../core/sample.ts';
import type { Files, Outcome, Scope } from '../core/step.ts';
import type { BadRow } from '../format/row.ts';
import { ENCODINGS } from '../format/text-file.ts';
import { type Chunk, chunksOf } from '../text/chunks.ts';
import { type Document, type DocumentFormat, FORMAT_NAMES, FORMATS, formatOf } from './documents/formats.ts';
import { readDocument } from './documents/read-document.ts';

/** Documents that are read before the run, so that mistakes are known before money is spent. */
const PEEK_DOCUMENTS = 100;
/** Mistakes that are told at once. */
const MOST_MISTAKES = 20;

const options = z
  .strictObject({
    path: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .describe('File, list of files, or glob such as `handbook/**/*.md`; relative to the recipe.'),
    format: z.enum(FORMATS).optional().describe('Where the ending does not tell; `.gz` and `.zst` are unpacked.'),
    whole: z.boolean().default(false).describe('One sample for each document, not cut.'),
    tokens: z
      .int()
      .min(16)
      .max(100_000)
      .default(400)
      .describe('Tokens of a chunk, at most (estimated; four characters each in English).'),
    overlap: z
      .int()
      .min(0)
      .default(0)
      .describe('Tokens, at most, that a chunk repeats from the end of the one before; less than half of `tokens`.'),
    real: z.boolean().default(true).describe('People wrote these: material and measure, not the product.'),
    hidden: z
      .enum(['remove', 'keep', 'drop'])
      .default('remove')
      .describe('Invisible and control characters: taken out and counted, kept, or a reason to drop the document.'),
    skipBad: z.boolean().default(false).describe('Send files that cannot be read to quarantine instead of stopping.'),
    encoding: z.enum(ENCODINGS).optional().describe('Where text is not UTF-8 and does not say so.'),
  })
  .refine(({ tokens, overlap }) => overlap * 2 < tokens, {
    error: 'must be less than half of `tokens`',
    path: ['overlap'],
  });
type Options = z.infer<typeof options>;

export const documents = defineStep({
  name: 'documents',
  stage: 'source',
  sees: 'nothing',
  summary: 'Brings documents (Markdown, HTML, text, PDF) as samples: a chunk each, or whole.',
  sources: [
    'CommonMark 0.31 and GitHub Flavored Markdown, as read by marked; HTML Living Standard, as read by htmlparser2; ISO 32000 (PDF), as read by pdf.js',
    'Boucher and Anderson 2021, Trojan Source (arXiv 2111.00169): characters that hide or reorder text',
  ],
  shorthand: 'path',
  options,

  touches: async (given, files) => {
    await inspect(given, files);
    const { real } = given;
    return {
      writes: ['text', 'title', 'path', 'heading', 'chunk'],
      only: true,
      bringsReal: real,
      notes: ['start', 'page', 'hidden'],
    };
  },

  async *run(_, { options: given, round, child, input }) {
    if (round.number > 1) return;
    for (const file of await findFiles(given.path, { input })) {
      const document = await readOne(file, given);
      const place = relative(input('.'), file.path).replaceAll('\\', '/');
      if (!('reason' in document)) yield* samplesOf({ document, file: { ...file, shown: place }, given }, child);
      else if (given.skipBad) yield drop(badSample(document, file, child), 'bad-document');
      else throw badDocument(file, given, document);
    }
  },
});

/** Finds the files, and reads the first of them; throws every mistake found, up to twenty. */
const inspect = oncePer(async (given: Options, lent: Files): Promise<void> => {
  const wrong: SynthloomError[] = [];
  for (const [index, file] of (await findFiles(given.path, lent)).entries()) {
    if (wrong.length >= MOST_MISTAKES) break;
    if (formatFor(file, given) === undefined) wrong.push(unknownFormat(file));
    else if (index < PEEK_DOCUMENTS && !given.skipBad) {
      const read = await readOne(file, given);
      if ('reason' in read) wrong.push(badDocument(file, given, read));
    }
  }
  if (wrong.length > 0) throw new Mistakes(wrong);
});

const formatFor = (file: FoundFile, { format }: Options): DocumentFormat | undefined => format ?? formatOf(file.path);

async function readOne(file: FoundFile, given: Options): Promise<Document | BadRow> {
  const format = formatFor(file, given);
  if (format === undefined) throw unknownFormat(file);
  const { encoding, hidden } = given;
  try {
    const document = await readDocument(file.path, { format, encoding, removeHidden: hidden === 'remove' });
    if ('reason' in document || document.text.isWellFormed()) return document;
    return { reason: 'its text has half a surrogate pair', raw: '' };
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw mistake('missing-file', { path: file.shown, reason: whyUnreadable(error) }, { cause: error });
  }
}

interface Read {
  readonly document: Document;
  readonly file: FoundFile;
  readonly given: Options;
}

function* samplesOf({ document, file, given }: Read, child: Scope['child']): Generator<Outcome> {
  const { text, blocks, hidden } = document;
  const title = document.title ?? nameOf(file.shown);
  const whole: Chunk = { start: 0, end: text.length, headings: [] };
  const chunks = given.whole ? [whole] : chunksOf(text, blocks, given);
  for (const [index, chunk] of chunks.entries()) {
    const body = text.slice(chunk.start, chunk.end);
    const data = { text: body, title, path: file.shown, heading: chunk.headings.join(' › '), chunk: index + 1 };
    const born = child([], data, { real: given.real, name: hashText(`${file.shown}\0${body}`, 16) });
    const sample = withNotes(born, notesOf(document, chunk));
    yield given.hidden === 'drop' && hidden > 0 ? drop(sample, 'hidden-characters') : keep(sample);
  }
  const labels = { path: file.shown };
  yield measure('chunks', chunks.length, 'samples', labels);
  if (hidden > 0) yield measure('hidden-characters', hidden, 'characters', labels);
  const blank = document.blankPages?.length ?? 0;
  if (blank > 0) yield measure('pages-without-text', blank, 'pages', labels);
}

/** `start` counts UTF-16 units of the extracted text; `page` is that of its first word. */
function notesOf({ pages, hidden }: Document, { start }: Chunk): Notes {
  const page = pages === undefined ? 0 : pages.findLastIndex((begins) => begins <= start) + 1;
  return { start, ...(page > 0 && { page }), ...(hidden > 0 && { hidden }) };
}

/** The file's name without folders and endings, where the document has no title. */
const nameOf = (shown: string): string =>
  shown
    .split('/')
    .at(-1)!
    .replace(/(\.[a-z]{1,8})?(\.(gz|zst|zstd))?$/i, '');

function badSample({ line, reason, raw }: BadRow, { shown }: FoundFile, child: Scope['child']) {
  const at = line === undefined ? shown : `${shown}:${line}`;
  return child([], { raw, reason, at }, { name: hashText(`${shown} ${reason} ${raw}`, 16) });
}

function badDocument(file: FoundFile, given: Options, { reason, line, column }: BadRow): SynthloomError {
  const where = { file: file.shown, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
  return mistake('bad-data', { format: FORMAT_NAMES[formatFor(file, given) ?? 'text'], reason }, { where });
}

const unknownFormat = (file: FoundFile) =>
  mistake('bad-option', {
    step: '`documents`',
    option: 'format',
    reason: `the ending of \`${file.shown}\` says nothing; set it to ${FORMATS.join(', ')}, or name the files more closely`,
  });
