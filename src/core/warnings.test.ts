import { expect, test } from 'vitest';
import { exactDuplicates } from '../curation/exact-duplicates.ts';
import { planFor } from '../execution/plan-for.ts';
import { jsonl } from '../export/jsonl.ts';
import { attributes } from '../generation/attributes.ts';
import { prompt } from '../generation/prompt.ts';
import { count } from '../source/count.ts';
import { type HeadInput, recipe } from './recipe.ts';

const TARGET: HeadInput = { target: { accepted: 5 } };
const avoiding = prompt({ model: 'm', prompt: 'Write.', avoid: 'text' });
const covering = attributes({ of: { tone: ['calm', 'cross'] }, cover: 'accepted' });

async function warnings(head: HeadInput, ...steps: readonly unknown[]) {
  const given = recipe('w', {
    models: { m: 'scripted' },
    ...head,
    steps: [count({ n: 3 }), ...steps, jsonl({})],
  } as never);
  return (await planFor(given, {})).warnings;
}

test.each([
  ['avoid, with a target and duplicates behind it', TARGET, [avoiding, exactDuplicates({})], []],
  ['avoid without a target', {}, [avoiding, exactDuplicates({})], [/Step 2 \(prompt\) waits .* without a `target`/]],
  ['avoid where nothing finds repeats', TARGET, [avoiding], [/Step 2 \(prompt\) .* no step after it finds repeats/]],
  ['avoid behind the duplicates', TARGET, [exactDuplicates({}), avoiding], [/Step 3 \(prompt\) .* finds repeats/]],
  ['cover with a target', TARGET, [covering], []],
  ['cover without a target', {}, [covering], [/Step 2 \(attributes\) waits/]],
])('%s', async (_, head, steps, expected) => {
  const found = await warnings(head, ...steps);
  expect(found).toHaveLength(expected.length);
  for (const [at, each] of expected.entries()) expect(found[at]).toMatch(each);
});

test('a recipe that exports nothing', async () => {
  expect((await planFor(recipe('w', { steps: [count({ n: 3 })] }), {})).warnings).toEqual([
    expect.stringContaining('No step exports'),
  ]);
});
