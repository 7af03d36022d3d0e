import { expect, test } from 'vitest';
import { isServedFor } from './http/served-model.ts';
import { PRICE_SOURCES, PRICE_TABLE_DATE, type PriceSourceKey, priceTable } from './price-table.ts';
import { costOf, priceOf } from './prices.ts';

test.each([
  ['openai/gpt-4o', 2.5],
  ['openai/gpt-4o-2024-08-06', 2.5],
  ['openai/gpt-4o-mini', 0.15],
  ['anthropic/claude-sonnet-4-5-20250929', 3],
  ['anthropic/claude-haiku-4-5@20251001', 1],
  ['google/gemini-2.5-flash-preview-09-2025', 0.3],
])('%s costs %s dollars a million input tokens', (id, input) => {
  expect(priceOf(id, {})?.input).toBe(input);
});

test.each(['openai/gpt-4o-maxi', 'openai/gpt-99', 'anthropic/claude-opus-4', 'acme/model', 'compatible/gpt-4o'])(
  '%s has no known price',
  (id) => {
    expect(priceOf(id, id.startsWith('compatible') ? { baseUrl: 'https://api.example.com/v1' } : {})).toBeUndefined();
  },
);

test('what runs here is free, and the recipe has the last word', () => {
  for (const id of [
    'scripted',
    'embedded',
    'embedded/tinyllama-1.1b-chat',
    'hf:owner/repo/file.gguf',
    './model.gguf',
  ]) {
    expect(priceOf(id, {})).toEqual({ input: 0, output: 0 });
  }
  for (const baseUrl of [
    'http://localhost:8000/v1',
    'http://127.0.0.1:1/v1',
    'http://192.168.0.9/v1',
    'http://[::1]:8/v1',
  ]) {
    expect(priceOf('compatible/llama', { baseUrl })).toEqual({ input: 0, output: 0 });
  }
  expect(priceOf('scripted', { price: { input: 3, output: 4 } })).toEqual({ input: 3, output: 4 });
  expect(priceOf('compatible/openai/gpt-4o', { baseUrl: 'https://openrouter.ai/api/v1' })?.output).toBe(10);
});

test('cost is per million tokens, and a long prompt costs its own rate for the whole call', () => {
  expect(costOf({ input: 2, output: 10 }, { input: 1000, output: 500 })).toBeCloseTo(0.007, 12);
  const haiku = priceOf('anthropic/claude-haiku-5-5', {})!;
  expect(costOf(haiku, { input: 100_000, output: 0 })).toBeCloseTo(0.01, 12);
  expect(costOf(haiku, { input: 100_001, output: 0 })).toBeCloseTo(0.0500005, 12);
  expect(costOf(haiku, { input: 100_001, output: 1_000_000 })).toBeCloseTo(2.5500005, 12);
});

test('a version with a price of its own does not take the price of its family', () => {
  expect(priceOf('openai/gpt-4o-2024-05-13', {})).toEqual({ input: 5, output: 15 });
  expect(priceOf('openai/gpt-4o-2024-11-20', {})).toEqual({ input: 2.5, output: 10 });
});

test.each(Object.entries(PRICE_SOURCES))('the source %s has a page and a day', (_key, source) => {
  expect(new URL(source.url).protocol).toBe('https:');
  expect(new Date(`${source.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(source.date);
  expect(source.date <= PRICE_TABLE_DATE).toBe(true);
});

test.each(Object.entries(priceTable))('the row %s has a source that can know it, and sane figures', (id, row) => {
  const [key, input, output, over, longInput, longOutput, longKey] = row;
  const owner = id.split('/')[0]!;
  for (const name of longKey === undefined ? [key] : [key, longKey]) {
    const { kind } = PRICE_SOURCES[name];
    // A provider's page, or a copy of one, speaks for that provider's models only.
    if (kind === 'provider' || kind === 'transcript') expect(name.startsWith(owner)).toBe(true);
  }
  expect(input).toBeGreaterThan(0);
  if (id.includes('embedding')) expect(output).toBe(0);
  else expect(output).toBeGreaterThan(input);
  const tier = [over, longInput, longOutput].filter((part) => part !== undefined);
  expect([0, 3]).toContain(tier.length);
  if (tier.length === 3) expect(longInput! > input && longOutput! > output && over! >= 100_000).toBe(true);
  else expect(longKey).toBeUndefined();
});

test('every source is used', () => {
  const used = new Set(Object.values(priceTable).flatMap((row) => [row[0], row[6]]));
  expect(Object.keys(PRICE_SOURCES).filter((key) => !used.has(key as PriceSourceKey))).toEqual([]);
});

test.each([
  ['gpt-4o', 'gpt-4o-2024-08-06', true],
  ['openai/gpt-4o', 'gpt-4o', true],
  ['meta-llama/Llama-3.1-8B-Instruct', 'meta-llama/llama-3.1-8b-instruct', true],
  ['qwen3:free', 'qwen/qwen3', true],
  ['llama3', 'llama3:latest', true],
  ['tiny', '/models/tiny.gguf', true],
  ['claude-sonnet-4-5', 'claude-sonnet-4-5-20250929', true],
  ['gpt-4o', 'gpt-4o-mini', false],
  ['gpt-4', 'gpt-4-turbo', false],
  ['claude-sonnet-4', 'claude-sonnet-4-5', false],
  ['llama3:8b', 'llama3:70b', false],
  ['gpt-4o', 'gpt-3.5-turbo', false],
])('asked for %s and served %s: %s', (asked, served, same) => {
  expect(isServedFor(asked, served)).toBe(same);
});
