/** Keeps the part of a dataset that stands for the whole, or that is most different, or best and still different. */
import { z } from 'zod';
import { embedTexts, numberTexts, type Reading, type Texts, withoutFaulty } from '../asking/text-vectors.ts';
import { defineStep, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Notes } from '../core/sample.ts';
import { openKernels } from '../kernels/open.ts';
import { type Choosing, farthestFirst, firstUnlike, mostCentral } from '../math/diverse-rows.ts';
import { rowsWhere } from '../math/rows.ts';

const options = z
  .strictObject({
    field: z.string().min(1).describe('Field whose texts are compared.'),
    embedder: z.string().min(1).describe('Role of the embedder that makes the vectors.'),
    n: z.int().min(1).optional().describe('Samples to keep, at most; real ones are not counted.'),
    share: z.number().gt(0).lt(1).optional().describe('In place of `n`: the share of the synthetic samples to keep.'),
    by: z
      .enum(['facility-location', 'k-centre', 'score-first'])
      .default('facility-location')
      .describe(
        'What is kept: those that all others are near to; those farthest from each other; or the best scored that are unlike each other.',
      ),
    score: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('Of `score-first`: a note that a step left, or several that are multiplied.'),
    below: z
      .number()
      .gt(0)
      .max(1)
      .default(0.9)
      .describe('Of `score-first`: the cosine with any sample kept that a further one must stay below.'),
  })
  .refine(({ n, share }) => (n === undefined) !== (share === undefined), {
    error: 'give `n` or `share`, one of them',
    path: ['n'],
  })
  .refine(({ by, score }) => (by === 'score-first') === (score !== undefined), {
    error: '`score-first` needs `score`, and nothing else does',
    path: ['score'],
  });
type Options = z.infer<typeof options>;

interface SelectFlow extends Flow {
  readonly reads: this['input'] extends { readonly field: infer F extends string } ? F : never;
  readonly writes: never;
}

export const select = withFlow<SelectFlow>()(
  defineStep({
    name: 'select',
    stage: 'curation',
    sees: 'all',
    summary: 'Keeps the part of a dataset that stands for the whole, is most varied, or is best and still varied.',
    sources: [
      'Lin and Bilmes 2011, A class of submodular functions for document summarization (facility location)',
      'Minoux 1978, Accelerated greedy algorithms for maximizing submodular set functions',
      'Gonzalez 1985, Clustering to minimize the maximum intercluster distance (k-centre)',
      'https://arxiv.org/abs/1708.00489 (Sener and Savarese 2018, Active learning: a core-set approach)',
      'https://arxiv.org/abs/2312.15685 (Liu et al. 2024, What makes good data for alignment? DEITA; score first)',
    ],
    options,
    touches: ({ field, embedder }) => ({ reads: [field], embeds: [embedder] }),
    async *run(samples, { options, signal, embedder }) {
      const texts = await numberTexts(samples, options.field);
      const rows = await rowFacts(samples, options, texts);
      const reading = { samples, field: options.field, texts, signal, faults: new Map() };
      const vectors = await embedTexts(reading, embedder(options.embedder), {
        rows: texts.count,
        rowOf: (text) => (texts.isEmpty(text) ? undefined : text),
      });
      const most = options.n ?? Math.round(options.share! * rows.synthetic);
      const { against } = openKernels();
      const wish = { vectors, against, most, ...candidates(rows, reading, options), signal };
      yield* withoutFaulty(reading, verdict(rows, texts, chosenBy(wish, options)));
    },
  }),
);

interface RowFacts {
  readonly real: Uint8Array;
  readonly synthetic: number;
  /** The row that stands for each text: the best scored synthetic one; −1 where none has it. */
  readonly speaker: Int32Array;
  /** Of each text, the best score of its rows. */
  readonly score: Float64Array;
}

/** Among equal scores the row with the lowest id speaks, so that the order of the samples decides nothing. */
async function rowFacts(samples: Dataset, { score }: Options, texts: Texts): Promise<RowFacts> {
  const real = new Uint8Array(samples.size);
  const speaker = new Int32Array(texts.count).fill(-1);
  const ids = new Array<string>(texts.count).fill('');
  const best = new Float64Array(texts.count).fill(Number.NEGATIVE_INFINITY);
  const notes = score === undefined ? [] : [score].flat();
  let [row, synthetic] = [0, 0];
  for await (const sample of samples) {
    const text = texts.ofRow[row]!;
    real[row] = sample.origin.real ? 1 : 0;
    if (!sample.origin.real) {
      synthetic++;
      const own = scoreOf(sample.notes, notes);
      const isBetter = own > best[text]! || (own === best[text] && sample.id < ids[text]!);
      if (speaker[text] === -1 || isBetter) {
        speaker[text] = row;
        ids[text] = sample.id;
        best[text] = own;
      }
    }
    row++;
  }
  return { real, synthetic, speaker, score: best };
}

/** The product; the lowest where a note is missing. */
function scoreOf(notes: Notes, names: readonly string[]): number {
  const values = names.map((name) => notes[name]);
  if (values.some((value) => typeof value !== 'number')) return Number.NEGATIVE_INFINITY;
  return values.reduce<number>((product, value) => product * (value as number), 1);
}

/** Texts to choose from, and those of real samples: what is near to them adds little. */
function candidates({ real, speaker, score }: RowFacts, { texts, faults }: Reading, { by }: Options) {
  const isBeside = new Uint8Array(texts.count);
  for (const [row, isReal] of real.entries()) if (isReal === 1) isBeside[texts.ofRow[row]!] = 1;
  const all = [...isBeside.keys()].filter((text) => !texts.isEmpty(text) && !faults.has(text));
  const rows = all.filter((text) => isBeside[text] === 0 && speaker[text] !== -1);
  if (by === 'score-first') rows.sort((a, b) => (score[a] === score[b] ? a - b : score[b]! - score[a]!));
  return { rows, beside: all.filter((text) => isBeside[text] === 1) };
}

function chosenBy(wish: Choosing, { by, below }: Options) {
  if (by === 'score-first') return firstUnlike(wish, below);
  return { chosen: by === 'k-centre' ? farthestFirst(wish) : mostCentral(wish), alike: [] };
}

type Chosen = ReturnType<typeof firstUnlike>;

function verdict({ real, speaker }: RowFacts, texts: Texts, { chosen, alike }: Chosen) {
  const kept = Uint8Array.from(real);
  for (const text of chosen) kept[speaker[text]!] = 1;
  const isAlike = new Set(alike);
  const tooAlike = (row: number) => kept[row] === 0 && isAlike.has(texts.ofRow[row]!);
  const drop = new Map([
    ['too-alike', rowsWhere(real.length, tooAlike)],
    ['not-selected', rowsWhere(real.length, (row) => kept[row] === 0 && !tooAlike(row))],
  ]);
  return { kind: 'rows', drop } as const;
}
