import { describe, expect, it } from 'vitest';
import { embedderKind } from './embed-kind.ts';

const MEAN = 1;
const CLS = 2;
const LAST = 3;
const RANK = 4;

describe('which kind of model a file holds', () => {
  it.each([
    // A chat model says nothing of pooling, or says that there is none.
    ['llama', undefined, undefined, 'asked', false],
    ['qwen3', 0, undefined, 'asked', false],
    ['qwen3', -1, true, 'asked', false],
    ['pangu-embedded', undefined, undefined, 'asked', false],
    // Language models that were trained on to be embedders, and encoders.
    ['qwen3', LAST, undefined, 'trained', false],
    ['gemma-embedding', MEAN, false, 'trained', false],
    ['bert', CLS, false, 'trained', false],
    // Encoders whose files forget to say how their states are put together.
    ['bert', undefined, false, 'trained', true],
    ['nomic-bert', undefined, undefined, 'trained', true],
    ['llama', undefined, false, 'trained', true],
  ])('%s with pooling %s', (architecture, pooling, causal, reading, needsPooling) => {
    const kind = embedderKind({ architecture, pooling, causal, dimensions: 64 });
    expect(kind).toEqual({ dimensions: 64, reading, needsPooling });
  });

  it('gives the length of the vectors, where it is not that of the states', () => {
    expect(embedderKind({ architecture: 'llama', dimensions: 64, outputDimensions: 16 }).dimensions).toBe(16);
  });

  it('refuses rerankers, and files that tell too little', () => {
    expect(() => embedderKind({ architecture: 'bert', pooling: RANK, dimensions: 64 })).toThrow(/reranker/);
    for (const dimensions of [undefined, 0, -4, 1.5, 'many', [64]])
      expect(() => embedderKind({ architecture: 'bert', dimensions })).toThrow(/no length of vectors/);
  });
});
