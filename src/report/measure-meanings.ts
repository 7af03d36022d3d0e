/** What the measures of diversity mean, in one sentence each, for people who never met them. */

export interface Meaning {
  readonly title: string;
  readonly sentence: string;
  readonly better: 'higher' | 'lower';
  readonly source: string;
}

/** By the name of the measure. */
export const measureMeanings: Readonly<Record<string, Meaning>> = {
  distinct: {
    title: 'Distinct word sequences',
    sentence:
      'Different words, or runs of words, as a share of all of them: at 1, none occurs twice. It falls as a dataset grows.',
    better: 'higher',
    source: 'Li et al. 2016, arXiv 1510.03055',
  },
  'repeated-phrases': {
    title: 'Repeated phrases',
    sentence:
      'Share of all runs of four words that stand in another sample too: the mark of a model that has found a formula.',
    better: 'lower',
    source: 'after Salkar et al. 2022',
  },
  'self-repetition': {
    title: 'Self-repetition',
    sentence:
      'The same as a score: the logarithm of how often the phrases of a sample occur in others, on average. At 0, never.',
    better: 'lower',
    source: 'Salkar et al. 2022, AACL short 42',
  },
  'compression-ratio': {
    title: 'Compression ratio',
    sentence: 'How many times smaller the texts become when compressed together. What repeats, compresses.',
    better: 'lower',
    source: 'Shaib et al. 2024, arXiv 2403.00553',
  },
  mtld: {
    title: 'Lexical diversity (MTLD)',
    sentence:
      'Words that pass, on average, before the vocabulary begins to repeat itself. It does not depend on the length of the texts.',
    better: 'higher',
    source: 'McCarthy and Jarvis 2010',
  },
  dispersion: {
    title: 'Dispersion of meaning',
    sentence: 'Mean distance between the embeddings of two samples: near 0, all say the same in other words.',
    better: 'higher',
    source: 'mean pairwise cosine distance',
  },
  vendi: {
    title: 'Vendi score',
    sentence: 'How many wholly different samples would be as diverse as these.',
    better: 'higher',
    source: 'Friedman and Dieng 2022, arXiv 2210.02410',
  },
  vocabulary: {
    title: 'Vocabulary',
    sentence: 'Different words in all samples together.',
    better: 'higher',
    source: 'a count',
  },
  'self-bleu': {
    title: 'Self-BLEU',
    sentence: 'How well one sample could be pieced together from the others.',
    better: 'lower',
    source: 'Zhu et al. 2018, arXiv 1802.01886',
  },
};

/** Measures that the page shows elsewhere, from its own counts over the accepted samples, or that only a machine reads. */
export const shownElsewhere: ReadonlySet<string> = new Set([
  ...['share', 'asked-share', 'total-variation', 'classes'],
  ...['length', 'mean-length', 'length-histogram', 'histogram', 'quantile', 'mean', 'min', 'max'],
  ...['calls', 'tokens', 'cost', 'total-calls', 'total-tokens', 'total-cost', 'accepted'],
  ...['calls-per-sample', 'tokens-per-sample', 'cost-per-sample', 'wasted', 'wasted-cost'],
]);
