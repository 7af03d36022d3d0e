import { expect, test } from 'vitest';
import { runStep } from '../testing/test-step.ts';
import { length } from './length.ts';

const texts = (...all: unknown[]) => all.map((text) => ({ text })) as { text: string }[];

test('counts words, both ends allowed', async () => {
  const { says } = await runStep(length, {
    given: texts('one two', "it's three words", 'a b c d', 'a b c d e'),
    with: { words: '3..4' },
  });
  expect(says).toEqual(['drop too-short', 'keep', 'keep', 'drop too-long']);
});

test('an open end lets everything through on that side', async () => {
  const given = texts('', 'one', 'a '.repeat(1000));
  expect((await runStep(length, { given, with: { words: '1..' } })).says).toEqual(['drop too-short', 'keep', 'keep']);
  expect((await runStep(length, { given, with: { words: '..1' } })).says).toEqual(['keep', 'keep', 'drop too-long']);
});

test('counts characters as code points and tokens by estimate; all ranges must hold', async () => {
  const run = (given: { text: string }[], options: object) => runStep(length, { given, with: options });
  expect((await run(texts('😀😀'), { characters: '2..2' })).says).toEqual(['keep']);
  expect((await run(texts('a'.repeat(40), '漢'.repeat(40)), { tokens: '..20' })).says).toEqual([
    'keep',
    'drop too-long',
  ]);
  expect((await run(texts('one two three'), { words: '1..9', characters: '..5' })).says).toEqual(['drop too-long']);
});

test('measures the texts in lists and objects together; nothing is too short', async () => {
  const given = [{ messages: [{ role: 'user', content: 'hello there' }] }, { messages: [] }, { messages: null }];
  const { says, touches } = await runStep(length, { given, with: { field: 'messages', words: '3..3' } });
  expect(says).toEqual(['keep', 'drop too-short', 'drop too-short']);
  expect(touches).toEqual({ reads: ['messages'] });
});

test.each([
  {},
  { words: 40 },
  { words: '60..5' },
  { words: '..' },
  { words: '5-60' },
  { word: '5..' },
  { field: 'text' },
])('refuses %o', async (options) => {
  await expect(runStep(length, { with: options })).rejects.toThrow();
});
