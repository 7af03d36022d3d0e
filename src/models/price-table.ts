/**
 * What models cost, as data: each row names the source that its figures were read in. A model that is not here has no
 * known price, and the recipe gives it. Promotions are left out: the list price keeps a budget in any week.
 */

/** The day on which the sources below were last read. */
export const PRICE_TABLE_DATE = '2026-11-20';

export interface PriceSource {
  /**
   * `provider`: a page of the provider itself. `transcript`: another's word-for-word copy of such a page.
   * `list`: a price list that others keep. `note`: another's release note or announcement that quotes the provider.
   */
  readonly kind: 'provider' | 'transcript' | 'list' | 'note';
  /** `<model>` stands for the part of the row's address behind the provider. */
  readonly url: string;
  /**
   * The source's own date. A page that bears none has the day on which a copy of it was read; the copy, at times a
   * translation, may be some weeks older.
   */
  readonly date: string;
}

export const PRICE_SOURCES = {
  openaiModel: provider('https://developers.openai.com/api/docs/models/<model>'),
  /** The page of the large model, which compares the two. */
  openaiEmbedding: provider('https://developers.openai.com/api/docs/models/text-embedding-3-large'),
  anthropicModel: provider('https://platform.claude.com/docs/en/models/<model>/overview'),
  anthropicLineup: provider('https://platform.claude.com/docs/en/models/overview'),
  googleLatest: provider('https://ai.google.dev/gemini-api/docs/generate-content/latest-model'),
  /** Copies https://ai.google.dev/gemini-api/docs/pricing. */
  googleTranscript: {
    kind: 'transcript',
    url: 'https://github.com/api-evangelist/deepmind/blob/main/plans/deepmind-plans-pricing.yml',
    date: '2026-10-07',
  },
  /** Dated by its commit 47df840; its own check of a row may be older. */
  genaiPrices: {
    kind: 'list',
    url: 'https://github.com/pydantic/genai-prices/tree/main/prices/providers',
    date: '2026-08-21',
  },
  /** Read in a mirror that follows it. */
  litellm: {
    kind: 'list',
    url: 'https://github.com/BerriAI/litellm/blob/main/model_prices_and_context_window.json',
    date: '2026-07-24',
  },
  genaiAstra: { kind: 'note', url: 'https://github.com/pydantic/genai-prices/pull/680', date: '2026-09-03' },
  litellmGpt6: { kind: 'note', url: 'https://github.com/BerriAI/litellm/discussions/42523', date: PRICE_TABLE_DATE },
  ailsaSol: {
    kind: 'note',
    url: 'https://github.com/KZCFG/AILSA-SubSwitch/releases/tag/v1.0.0-g',
    date: '2026-10-01',
  },
} as const satisfies Readonly<Record<string, PriceSource>>;

export type PriceSourceKey = keyof typeof PRICE_SOURCES;

/**
 * Dollars a million tokens. Where a prompt of more than `over` tokens costs another price for the whole call, that price
 * follows; `longSource` is where it was read, if not in `source`.
 */
export type PriceRow = readonly [
  source: PriceSourceKey,
  input: number,
  output: number,
  over?: number,
  longInput?: number,
  longOutput?: number,
  longSource?: PriceSourceKey,
];

const OPENAI_LONG = 272_000;
const GOOGLE_LONG = 200_000;

/** By address without a version suffix: `openai/gpt-4o` prices `openai/gpt-4o-2024-08-06` too; an exact row goes first. */
export const priceTable: Readonly<Record<string, PriceRow>> = {
  'openai/gpt-6-astra': ['genaiAstra', 10, 50, OPENAI_LONG, 20, 75],
  'openai/gpt-6.1-sol': ['ailsaSol', 2, 10, OPENAI_LONG, 4, 15],
  'openai/gpt-6.1-terra': ['openaiModel', 1, 5, OPENAI_LONG, 2, 7.5],
  'openai/gpt-6-sol': ['openaiModel', 2, 10, OPENAI_LONG, 4, 15, 'litellmGpt6'],
  'openai/gpt-6-luna': ['openaiModel', 0.1, 0.5, OPENAI_LONG, 0.2, 0.75],
  // Sol, which `gpt-5.6` stands for, is sold at 4 and 20 until at least 2026-11-21.
  'openai/gpt-5.6': ['genaiPrices', 5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.6-sol': ['genaiPrices', 5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.6-terra': ['genaiPrices', 2, 12, OPENAI_LONG, 4, 18],
  'openai/gpt-5.6-luna': ['openaiModel', 0.2, 1.2, OPENAI_LONG, 0.4, 1.8],
  'openai/gpt-5.5': ['litellm', 5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.5-pro': ['litellm', 30, 180, OPENAI_LONG, 60, 270],
  'openai/gpt-5.4': ['genaiPrices', 2.5, 15, OPENAI_LONG, 5, 22.5],
  'openai/gpt-5.4-pro': ['genaiPrices', 30, 180, OPENAI_LONG, 60, 270],
  'openai/gpt-5.4-mini': ['genaiPrices', 0.75, 4.5],
  'openai/gpt-5.4-nano': ['openaiModel', 0.2, 1.25],
  'openai/gpt-5.2': ['genaiPrices', 1.75, 14],
  'openai/gpt-5.2-pro': ['genaiPrices', 21, 168],
  'openai/gpt-5.1': ['genaiPrices', 1.25, 10],
  'openai/gpt-5': ['genaiPrices', 1.25, 10],
  'openai/gpt-5-mini': ['openaiModel', 0.25, 2],
  'openai/gpt-5-nano': ['openaiModel', 0.05, 0.4],
  'openai/gpt-5-pro': ['openaiModel', 15, 120],
  'openai/gpt-4.1': ['genaiPrices', 2, 8],
  'openai/gpt-4.1-mini': ['genaiPrices', 0.4, 1.6],
  'openai/gpt-4.1-nano': ['openaiModel', 0.1, 0.4],
  'openai/gpt-4o': ['genaiPrices', 2.5, 10],
  'openai/gpt-4o-2024-05-13': ['litellm', 5, 15],
  'openai/gpt-4o-mini': ['genaiPrices', 0.15, 0.6],
  'openai/o3': ['genaiPrices', 2, 8],
  'openai/o3-pro': ['genaiPrices', 20, 80],
  'openai/o3-mini': ['genaiPrices', 1.1, 4.4],
  'openai/o4-mini': ['genaiPrices', 1.1, 4.4],
  'openai/text-embedding-3-small': ['openaiEmbedding', 0.02, 0],
  'openai/text-embedding-3-large': ['openaiEmbedding', 0.13, 0],
  'anthropic/claude-fable-5-2': ['anthropicLineup', 8, 40],
  'anthropic/claude-fable-5-1': ['anthropicLineup', 10, 50],
  'anthropic/claude-fable-5': ['anthropicModel', 10, 50],
  'anthropic/claude-opus-5-5': ['anthropicModel', 4, 20],
  'anthropic/claude-opus-5': ['anthropicModel', 5, 25],
  'anthropic/claude-opus-4-8': ['anthropicModel', 5, 25],
  'anthropic/claude-opus-4-7': ['genaiPrices', 5, 25],
  'anthropic/claude-opus-4-6': ['anthropicModel', 5, 25],
  'anthropic/claude-opus-4-5': ['anthropicModel', 5, 25],
  'anthropic/claude-opus-4-1': ['genaiPrices', 15, 75],
  'anthropic/claude-sonnet-5-5': ['anthropicModel', 2, 10],
  'anthropic/claude-sonnet-5': ['anthropicModel', 2, 10],
  'anthropic/claude-sonnet-4-6': ['genaiPrices', 3, 15],
  'anthropic/claude-sonnet-4-5': ['genaiPrices', 3, 15, 200_000, 6, 22.5],
  'anthropic/claude-haiku-5-5': ['anthropicModel', 0.1, 0.5, 100_000, 0.5, 2.5],
  'anthropic/claude-haiku-4-5': ['anthropicLineup', 1, 5],
  // Half of this until 2026-11-30.
  'google/gemini-4-argon': ['googleLatest', 4, 20],
  // Flash 3.8, 3.7 and 3.6 are sold at half of this until 2026-12-31.
  'google/gemini-3.8-flash': ['googleTranscript', 1.5, 7.5],
  'google/gemini-3.7-flash': ['genaiPrices', 1.5, 7.5],
  'google/gemini-3.6-flash': ['genaiPrices', 1.5, 7.5],
  'google/gemini-3.5-flash': ['googleTranscript', 1.5, 9],
  'google/gemini-3.5-flash-lite': ['googleTranscript', 0.3, 2.5],
  'google/gemini-3.1-pro-preview': ['googleTranscript', 2, 12, GOOGLE_LONG, 4, 18],
  'google/gemini-3.1-flash-lite': ['genaiPrices', 0.25, 1.5],
  'google/gemini-3-flash-preview': ['genaiPrices', 0.5, 3],
  'google/gemini-2.5-pro': ['genaiPrices', 1.25, 10, GOOGLE_LONG, 2.5, 15],
  'google/gemini-2.5-flash': ['genaiPrices', 0.3, 2.5],
  'google/gemini-2.5-flash-lite': ['genaiPrices', 0.1, 0.4],
  'google/gemini-embedding-2': ['googleTranscript', 0.2, 0],
  'google/gemini-embedding-001': ['genaiPrices', 0.15, 0],
};

function provider(url: string) {
  return { kind: 'provider', url, date: PRICE_TABLE_DATE } as const;
}
