/** Recipes in pages are found with their lines, and the files shown beside them. */
import { expect, it } from 'vitest';
import { recipesIn } from './recipe-blocks.ts';

it('takes yaml blocks that are recipes, and files that are named', () => {
  const page = [
    '# file',
    '```yaml',
    'recipe: a',
    'steps: []',
    '```',
    'A part only:',
    '```yaml',
    'budget: { usd: 5 }',
    '```',
    '```jsonl tickets.jsonl',
    '{"text":"hello"}',
    '```',
    '```yaml',
    '# yaml-language-server: $schema=x',
    'recipe: b',
    '```',
    '```text ../../outside.txt',
    'no',
    '```',
  ].join('\n');
  const { recipes, files } = recipesIn(page);
  expect(recipes.map(({ line }) => line)).toEqual([3, 14]);
  expect(recipes[0]?.text).toBe('recipe: a\nsteps: []\n');
  expect([...files]).toEqual([['tickets.jsonl', '{"text":"hello"}\n']]);
});
