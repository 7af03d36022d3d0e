/** What models cost, as data with its date. Promotions are left out: the list price keeps a budget in any week. */

/** The day on which the pages below said so. */
export const PRICE_TABLE_DATE = '2026-11-20';

/** Pages that the prices come from; resellers' pages where the provider's own was not at hand are marked in the row. */
export const PRICE_SOURCES = {
  openai: 'https://developers.openai.com/api/docs/pricing',
  anthropic: 'https://platform.claude.com/docs/en/about-claude/pricing',
  google: 'https://ai.google.dev/gemini-api/docs/pricing',
} as const;

/** Dollars a million tokens: [input, output], then for prompts longer than `over` tokens [over, input, output]. */
export type PriceRow = readonly [input: number, output: number, over?: number, longInput?: number, longOutput?: number];

const OPENAI_LONG = 272_000;
const GOOGLE_LONG = 200_000;

/** By address without a version suffix: `openai/gpt-4o` prices `openai/gpt-4o-2024-08-06` too. */
export const priceTable: Readonly<Record<string, PriceRow>> = {
  'openai/gpt-6-astra': [10, 50, OPENAI_LONG, 20, 75],
  'openai/gpt-6.1-sol': [2, 10, OPENAI_LONG, 4, 15],
  'openai/gpt-6.1-terra': [1, 5, OPENAI_LONG, 2, 7.5],
  'openai/gpt-6-sol': [2, 10, OPENAI_LONG, 4, 15],
  'openai/gpt-6-luna': [0.1, 0.5, OPENAI_LONG, 0.2, 0.75],
  'openai/gpt-5.6': [5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.6-sol': [5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.6-terra': [2.5, 15, OPENAI_LONG, 5, 22.5],
  'openai/gpt-5.6-luna': [1, 6, OPENAI_LONG, 2, 9],
  'openai/gpt-5.5': [5, 30, OPENAI_LONG, 10, 45],
  'openai/gpt-5.5-pro': [30, 180, OPENAI_LONG, 60, 270],
  'openai/gpt-5.4': [2.5, 15, OPENAI_LONG, 5, 22.5],
  'openai/gpt-5.4-pro': [30, 180, OPENAI_LONG, 60, 270],
  'openai/gpt-5.4-mini': [0.75, 4.5],
  'openai/gpt-5.4-nano': [0.2, 1.25],
  'openai/gpt-5.2': [1.75, 14],
  'openai/gpt-5.2-pro': [21, 168],
  'openai/gpt-5.1': [1.25, 10],
  'openai/gpt-5': [1.25, 10],
  'openai/gpt-5-mini': [0.25, 2],
  'openai/gpt-5-nano': [0.05, 0.4],
  'openai/gpt-5-pro': [15, 120],
  'openai/gpt-4.1': [2, 8],
  'openai/gpt-4.1-mini': [0.4, 1.6],
  'openai/gpt-4.1-nano': [0.1, 0.4],
  'openai/gpt-4o': [2.5, 10],
  'openai/gpt-4o-mini': [0.15, 0.6],
  'openai/o3': [2, 8],
  'openai/o3-pro': [20, 80],
  'openai/o3-mini': [1.1, 4.4],
  'openai/o4-mini': [1.1, 4.4],
  'openai/text-embedding-3-small': [0.02, 0],
  'openai/text-embedding-3-large': [0.13, 0],
  'anthropic/claude-fable-5-1': [10, 50],
  'anthropic/claude-fable-5': [10, 50],
  'anthropic/claude-opus-5-5': [4, 20],
  'anthropic/claude-opus-5': [5, 25],
  'anthropic/claude-opus-4-8': [5, 25],
  'anthropic/claude-opus-4-7': [5, 25],
  'anthropic/claude-opus-4-6': [5, 25],
  'anthropic/claude-opus-4-5': [5, 25],
  'anthropic/claude-opus-4-1': [15, 75],
  'anthropic/claude-sonnet-5-5': [2, 10],
  'anthropic/claude-sonnet-5': [2, 10],
  'anthropic/claude-sonnet-4-6': [3, 15],
  'anthropic/claude-sonnet-4-5': [3, 15],
  'anthropic/claude-haiku-5-5': [0.1, 0.5, 100_000, 0.5, 2.5],
  'anthropic/claude-haiku-4-5': [1, 5],
  'google/gemini-3.8-flash': [1.5, 7.5],
  'google/gemini-3.7-flash': [1.5, 7.5],
  'google/gemini-3.6-flash': [1.5, 7.5],
  'google/gemini-3.5-flash': [1.5, 9],
  'google/gemini-3.5-flash-lite': [0.3, 2.5],
  'google/gemini-3.1-pro-preview': [2, 12, GOOGLE_LONG, 4, 18],
  'google/gemini-2.5-pro': [1.25, 10, GOOGLE_LONG, 2.5, 15],
  'google/gemini-2.5-flash': [0.3, 2.5],
  'google/gemini-2.5-flash-lite': [0.1, 0.4],
};
