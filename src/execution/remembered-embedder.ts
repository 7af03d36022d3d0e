/** An embedder whose vectors are bought once: the ledger holds them by text, and the budget covers them. */
import type { Embedder } from '../core/model.ts';
import { hashText } from '../core/recipe.ts';
import type { OpenedEmbedder } from '../models/open.ts';
import { costOf, type Price } from '../models/prices.ts';
import type { Ledger } from '../store/ledger.ts';
import { estimateTokens } from '../text/token-estimate.ts';
import type { BudgetWall } from './budget.ts';

export interface EmbedderDesk {
  readonly ledger: Ledger;
  readonly budget: BudgetWall;
  readonly role: string;
  /** Absent when nobody knows it; vectors are then booked at 0 dollars. */
  readonly price: Price | undefined;
}

/** Texts sent, and stored, at once: what a crash can lose. Of a slow embedder they take some ten seconds. */
const AT_ONCE = 256;
const AT_ONCE_SLOW = 16;

/** Vectors of this process that are held besides, since the ledger finds them from the next round on only: 64 MB. */
const HELD_NUMBERS = 16e6;

export function rememberedEmbedder(embedder: OpenedEmbedder, desk: EmbedderDesk): Embedder {
  const own = new Map<string, Float32Array>();
  const known = async (key: string) => own.get(key)?.slice() ?? held(desk.ledger, key);
  const atOnce = embedder.isSlow === true ? AT_ONCE_SLOW : AT_ONCE;
  return {
    get id() {
      return embedder.id;
    },
    get dimensions() {
      return embedder.dimensions;
    },
    embed: async (texts) => {
      const keys = texts.map((text) => hashText(`vector ${embedder.id} ${text}`, 32));
      const vectors = await Promise.all(keys.map(known));
      const missing = vectors.flatMap((vector, at) => (vector === undefined ? [at] : []));
      for (let from = 0; from < missing.length; from += atOnce) {
        const part = missing.slice(from, from + atOnce);
        const wanted = part.map((at) => ({ text: texts[at]!, key: keys[at]! }));
        for (const [nth, vector] of (await buy(embedder, desk, wanted)).entries()) {
          vectors[part[nth]!] = vector;
          if ((own.size + 1) * vector.length <= HELD_NUMBERS) own.set(wanted[nth]!.key, vector.slice());
        }
      }
      return vectors as Float32Array[];
    },
  };
}

async function held(ledger: Ledger, key: string): Promise<Float32Array | undefined> {
  const entry = await ledger.find(key);
  if (entry?.kind !== 'vector') return undefined;
  const bytes = Buffer.from(entry.body.float32, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

interface Wanted {
  readonly text: string;
  readonly key: string;
}

async function buy(
  embedder: Embedder,
  desk: EmbedderDesk,
  wanted: readonly Wanted[],
): Promise<readonly Float32Array[]> {
  const tokens = wanted.map(({ text }) => estimateTokens(text));
  const all = tokens.reduce((sum, count) => sum + count, 0);
  const cost = { usd: dollars(desk.price, all), tokens: all, calls: 1 };
  await desk.budget.reserve(cost);
  try {
    const vectors = await embedder.embed(wanted.map(({ text }) => text));
    await Promise.all(
      vectors.map((vector, at) => store({ desk, embedder, key: wanted[at]!.key, tokens: tokens[at]!, vector })),
    );
    desk.budget.settle(cost, cost);
    return vectors;
  } catch (error) {
    desk.budget.settle(cost, { usd: 0, tokens: 0, calls: 0 });
    throw error;
  }
}

const dollars = (price: Price | undefined, input: number) =>
  price === undefined ? 0 : costOf(price, { input, output: 0 });

interface Vector {
  readonly desk: EmbedderDesk;
  readonly embedder: Embedder;
  readonly key: string;
  readonly tokens: number;
  readonly vector: Float32Array;
}

const store = ({ desk, embedder, key, tokens, vector }: Vector) =>
  desk.ledger.store({
    kind: 'vector',
    key,
    step: 'embedding',
    sample: '',
    role: desk.role,
    model: embedder.id,
    inputTokens: tokens,
    outputTokens: 0,
    costUsd: dollars(desk.price, tokens),
    body: { float32: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64') },
  });
