import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scriptedEmbedder } from '../models/scripted-embedder.ts';
import { realDisk } from '../store/disk.ts';
import { Ledger } from '../store/ledger.ts';
import { BudgetWall } from './budget.ts';
import { rememberedEmbedder } from './remembered-embedder.ts';

test('a text is embedded once: in later processes the ledger gives the same vector', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-vectors-'));
  const plain = scriptedEmbedder('test/vectors');
  const seen: string[] = [];
  const counted = {
    ...plain,
    embed: (texts: readonly string[]) => plain.embed(texts.filter((text) => seen.push(text))),
  };
  const nothing = { usd: 0, tokens: 0, calls: 0 };
  try {
    for (const texts of [
      ['a cat', 'a dog'],
      ['a dog', 'a bird', 'a cat'],
    ]) {
      const ledger = await Ledger.open(realDisk, folder);
      const budget = new BudgetWall({ usd: 1 }, nothing);
      const price = { input: 1000, output: 0 };
      const embedder = rememberedEmbedder(counted, { ledger, budget, role: 'vectors', price });
      expect(await embedder.embed(texts)).toEqual(await plain.embed(texts));
      expect(ledger.book.total().costUsd).toBeGreaterThan(0);
      await ledger.close();
    }
    expect(seen).toEqual(['a cat', 'a dog', 'a bird']);

    const ledger = await Ledger.open(realDisk, folder);
    const budget = new BudgetWall({ calls: 1 }, { ...nothing, calls: 1 });
    const poor = rememberedEmbedder(counted, { ledger, budget, role: 'vectors', price: undefined });
    expect(await poor.embed(['a bird'])).toEqual(await plain.embed(['a bird']));
    await expect(poor.embed(['a fish'])).rejects.toMatchObject({ code: 'budget-spent' });
    await ledger.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what a slow embedder made is stored every few texts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'synthloom-vectors-'));
  const plain = scriptedEmbedder('test/slow');
  const calls: number[] = [];
  const dying = {
    ...plain,
    isSlow: true,
    embed: async (texts: readonly string[]) => {
      if (calls.push(texts.length) > 2) throw new Error('killed');
      return plain.embed(texts);
    },
  };
  const texts = Array.from({ length: 60 }, (_, nth) => `text ${nth}`);
  const price = { input: 0, output: 0 };
  try {
    const budget = new BudgetWall({}, { usd: 0, tokens: 0, calls: 0 });
    const first = await Ledger.open(realDisk, folder);
    const killed = rememberedEmbedder(dying, { ledger: first, budget, role: 'near', price });
    await expect(killed.embed(texts)).rejects.toThrow('killed');
    await first.close();
    const ledger = await Ledger.open(realDisk, folder);
    const seen: string[] = [];
    const counted = {
      ...plain,
      embed: (some: readonly string[]) => plain.embed(some.filter((text) => seen.push(text))),
    };
    const again = rememberedEmbedder(counted, { ledger, budget, role: 'near', price });
    expect(await again.embed(texts)).toEqual(await plain.embed(texts));
    expect(await again.embed(texts)).toEqual(await plain.embed(texts)); // another step of this run
    expect(calls).toEqual([16, 16, 16]);
    expect(seen).toEqual(texts.slice(32));
    await ledger.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
