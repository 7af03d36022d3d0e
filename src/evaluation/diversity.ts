/** Measures how varied the texts of a dataset are: words, repeated phrases, copies, meaning. */
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { z } from 'zod';
import { defineStep, measure, withFlow } from '../core/define.ts';
import type { Flow } from '../core/flow.ts';
import type { Dataset, Json, Sample } from '../core/sample.ts';
import type { Context, Labels, Outcome } from '../core/step.ts';
import { drawIndex } from '../math/random.ts';
import { dispersion, vendiScore } from '../math/vectors.ts';
import { innerText } from '../text/inner-text.ts';
import { mtld } from '../text/mtld.ts';
import { distinct, selfRepetition } from '../text/ngrams.ts';
import { wordsOf } from '../text/words.ts';

/** Texts embedded in one call. */
const EMBED_AT_ONCE = 64;

const options = z.strictObject({
  field: z.string().min(1).describe('Field whose texts are measured.'),
  per: z.string().min(1).optional().describe('Field by whose values the texts are measured in groups too.'),
  of: z
    .enum(['synthetic', 'real', 'all'])
    .optional()
    .describe('Which samples; when left out the synthetic ones, or the real ones where there are no others.'),
  sample: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(10_000)
    .describe('Texts measured, at most, drawn at random where there are more; the same for each group.'),
  embedder: z.string().min(1).optional().describe('Role of an embedder; adds dispersion and Vendi score.'),
  embedded: z.int().min(2).max(100_000).default(2000).describe('Texts embedded, at most.'),
  groups: z.int().min(1).max(1000).default(50).describe('Groups of `per` that are measured, at most: the largest.'),
});
type Options = z.infer<typeof options>;

interface DiversityFlow extends Flow {
  readonly reads:
    | (this['input'] extends { readonly field: infer F extends string } ? F : never)
    | (this['input'] extends { readonly per: infer P extends string } ? P : never);
  readonly writes: never;
}

export const diversity = withFlow<DiversityFlow>()(
  defineStep({
    name: 'diversity',
    stage: 'evaluation',
    sees: 'all',
    summary: 'Measures how varied the texts of a dataset are: words, repeated phrases, copies, meaning.',
    sources: [
      'https://arxiv.org/abs/1510.03055 (Li et al. 2016, distinct-n)',
      'https://aclanthology.org/2022.aacl-short.42 (Salkar et al. 2022, self-repetition)',
      'https://arxiv.org/abs/2403.00553 (Shaib et al. 2024, compression ratio)',
      'https://doi.org/10.3758/BRM.42.2.381 (McCarthy and Jarvis 2010, MTLD)',
      'https://arxiv.org/abs/2210.02410 (Friedman and Dieng 2023, Vendi score)',
      'https://arxiv.org/abs/2310.12952 (Pasarkar and Dieng 2024, its orders)',
    ],
    options,
    shorthand: 'field',
    touches: ({ field, per, embedder }) => ({
      reads: per === undefined ? [field] : [field, per],
      embeds: embedder === undefined ? [] : [embedder],
    }),
    async *run(samples, context) {
      const { field, per } = context.options;
      const { whole, groups } = await gathered(samples, context);
      yield* tell(whole, { field }, context);
      const largest = [...groups].sort(([a, x], [b, y]) => y.seen - x.seen || (a < b ? -1 : 1));
      for (const [group, drawn] of largest.slice(0, context.options.groups))
        yield* tell(drawn, { field, per: per!, group }, context);
    },
  }),
);

type Lent = Pick<Context<Options>, 'options' | 'random' | 'embedder' | 'each' | 'signal'>;

/** A random choice of texts, each as likely to be in it, in the order they came. */
interface Drawn {
  seen: number;
  readonly rows: { readonly row: number; readonly text: string }[];
}

async function gathered(samples: Dataset, { options, random, signal }: Lent) {
  const of = options.of ?? ((await hasSynthetic(samples)) ? 'synthetic' : 'real');
  const whole: Drawn = { seen: 0, rows: [] };
  const groups = new Map<string, Drawn>();
  for await (const { data, origin } of samples) {
    signal.throwIfAborted();
    if (of !== 'all' && (of === 'real') !== origin.real) continue;
    const text = innerText(data[options.field]);
    draw(whole, text, { most: options.sample, random });
    if (options.per === undefined) continue;
    const group = nameOf(data[options.per]);
    if (!groups.has(group)) groups.set(group, { seen: 0, rows: [] });
    draw(groups.get(group)!, text, { most: options.sample, random });
  }
  return { whole, groups };
}

async function hasSynthetic(samples: AsyncIterable<Sample>): Promise<boolean> {
  for await (const { origin } of samples) if (!origin.real) return true;
  return false;
}

/** Vitter's algorithm R (1985): nothing is drawn while all texts still fit. */
function draw(drawn: Drawn, text: string, { most, random }: { most: number; random: () => number }): void {
  const row = drawn.seen++;
  if (row < most) drawn.rows.push({ row, text });
  else {
    const place = drawIndex(random, drawn.seen);
    if (place < most) drawn.rows[place] = { row, text };
  }
}

async function* tell({ seen, rows }: Drawn, labels: Labels, lent: Lent): AsyncIterable<Outcome> {
  const texts = rows.sort((a, b) => a.row - b.row).map(({ text }) => text);
  yield measure('texts', seen, 'samples', labels);
  yield measure('texts-measured', texts.length, 'samples', labels);
  if (texts.length === 0) return;
  yield* tellWords(texts, labels);
  yield* tellCompression(texts, labels);
  if (lent.options.embedder !== undefined) yield* tellMeaning(texts, labels, lent);
}

function* tellWords(texts: readonly string[], labels: Labels): Iterable<Outcome> {
  const words = besideTheirCopies(texts).map(wordsOf);
  yield measure(
    'duplicate-share',
    1 - new Set(words.map((each) => each.join(' '))).size / words.length,
    'ratio',
    labels,
  );
  for (const n of [1, 2, 3]) yield measure('distinct', distinct(words, n), 'ratio', { ...labels, n: `${n}` });
  const { score, share } = selfRepetition(words);
  yield measure('self-repetition', score, 'score', labels);
  yield measure('repeated-phrases', share, 'ratio', { ...labels, n: '4' });
  const run = mtld(words.flat());
  if (run !== undefined) yield measure('mtld', run, 'words', labels);
}

/** In the order they came, but each copy right after its original: MTLD reads in order, and would not see a copy far away. */
const besideTheirCopies = (texts: readonly string[]): string[] =>
  [...Map.groupBy(texts, (text) => text).values()].flat();

function* tellCompression(texts: readonly string[], labels: Labels): Iterable<Outcome> {
  const bytes = Buffer.from(texts.join(' '));
  if (bytes.length === 0) return;
  const zstd = zstdCompressSync(bytes, {
    params: {
      [constants.ZSTD_c_compressionLevel]: 9,
      [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      [constants.ZSTD_c_windowLog]: 27,
    },
  });
  const ratio = (packed: Buffer) => bytes.length / packed.length;
  yield measure('compression-ratio', ratio(gzipSync(bytes, { level: 9 })), 'ratio', { ...labels, codec: 'gzip' });
  yield measure('compression-ratio', ratio(zstd), 'ratio', { ...labels, codec: 'zstd' });
}

async function* tellMeaning(texts: readonly string[], labels: Labels, lent: Lent): AsyncIterable<Outcome> {
  const { embedder, embedded } = lent.options;
  const chosen = evenlyChosen(texts, embedded);
  const chunks = Array.from({ length: Math.ceil(chosen.length / EMBED_AT_ONCE) }, (_, i) =>
    chosen.slice(i * EMBED_AT_ONCE, (i + 1) * EMBED_AT_ONCE),
  );
  const vectors: Float32Array[] = [];
  for await (const part of lent.each(chunks, (chunk, own) => own.embedder(embedder!).embed(chunk)))
    vectors.push(...part);
  yield measure('texts-embedded', vectors.length, 'samples', labels);
  yield measure('dispersion', dispersion(vectors), 'ratio', labels);
  const vendi = vendiScore(vectors);
  yield measure('vendi', vendi, 'samples', { ...labels, order: '2' });
  yield measure('vendi-share', vendi / vectors.length, 'ratio', { ...labels, order: '2' });
}

/** Every so many-th text, so that all parts of the dataset are there. */
const evenlyChosen = (texts: readonly string[], most: number): readonly string[] =>
  texts.length <= most ? texts : Array.from({ length: most }, (_, i) => texts[Math.floor((i * texts.length) / most)]!);

const nameOf = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '(missing)' : JSON.stringify(value);
